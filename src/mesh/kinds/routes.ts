import type { BodyOf } from './kind';
import { namespaced } from './kind';
import { GATEWAY_API_GROUP } from '../../istio/groups';
import type { FieldValue } from '../fields';

const PARENT_REFS = [{ group: 'string', kind: 'string', namespace: 'string', name: 'string', sectionName: 'string', port: 'integer' }] as const;
const BACKEND_REF = { group: 'string', kind: 'string', namespace: 'string', name: 'string', port: 'integer', weight: 'integer' } as const;
const NAMED_VALUE = { type: 'string', name: 'string', value: 'string' } as const;
const HEADERS = { set: [NAMED_VALUE], add: [NAMED_VALUE], remove: ['string'] } as const;
const PATH = { type: 'string', replaceFullPath: 'string', replacePrefixMatch: 'string' } as const;
const FILTERS = [{
  type: 'string',
  requestHeaderModifier: HEADERS,
  responseHeaderModifier: HEADERS,
  requestRedirect: { scheme: 'string', hostname: 'string', path: PATH, port: 'integer', statusCode: 'integer' },
  requestMirror: { backendRef: BACKEND_REF, percent: 'integer', fraction: { numerator: 'integer', denominator: 'integer' } },
  urlRewrite: { hostname: 'string', path: PATH },
  cors: {
    allowOrigins: ['string'],
    allowMethods: ['string'],
    allowHeaders: ['string'],
    exposeHeaders: ['string'],
    allowCredentials: 'boolean',
    maxAge: 'integer',
  },
}] as const;
const L7_BACKEND_REFS = [{ ...BACKEND_REF, filters: FILTERS }] as const;

export const HTTP_ROUTE = namespaced(GATEWAY_API_GROUP, 'HTTPRoute', {
  spec: {
    parentRefs: PARENT_REFS,
    hostnames: ['string'],
    rules: [{
      name: 'string',
      matches: [{
        path: { type: 'string', value: 'string' },
        headers: [NAMED_VALUE],
        queryParams: [NAMED_VALUE],
        method: 'string',
      }],
      filters: FILTERS,
      backendRefs: L7_BACKEND_REFS,
      timeouts: { request: 'string', backendRequest: 'string' },
      retry: { codes: ['integer'], attempts: 'integer', backoff: 'string' },
    }],
  },
});

export const GRPC_ROUTE = namespaced(GATEWAY_API_GROUP, 'GRPCRoute', {
  spec: {
    parentRefs: PARENT_REFS,
    hostnames: ['string'],
    rules: [{
      name: 'string',
      matches: [{ method: { type: 'string', service: 'string', method: 'string' }, headers: [NAMED_VALUE] }],
      filters: FILTERS,
      backendRefs: L7_BACKEND_REFS,
    }],
  },
});

const L4_RULES = [{ name: 'string', backendRefs: [BACKEND_REF] }] as const;

export const TCP_ROUTE = namespaced(GATEWAY_API_GROUP, 'TCPRoute', { spec: { parentRefs: PARENT_REFS, rules: L4_RULES } });
export const TLS_ROUTE = namespaced(GATEWAY_API_GROUP, 'TLSRoute', {
  spec: { parentRefs: PARENT_REFS, hostnames: ['string'], rules: L4_RULES },
});

export const REFERENCE_GRANT = namespaced(GATEWAY_API_GROUP, 'ReferenceGrant', {
  spec: {
    from: [{ group: 'string', kind: 'string', namespace: 'string' }],
    to: [{ group: 'string', kind: 'string', name: 'string' }],
  },
});

export type ParentRef = FieldValue<typeof PARENT_REFS>[number];
export type BackendRef = FieldValue<typeof BACKEND_REF>;
export type L7BackendRef = FieldValue<typeof L7_BACKEND_REFS>[number];
export type RouteFilter = FieldValue<typeof FILTERS>[number];
export type HttpRouteRule = NonNullable<NonNullable<BodyOf<typeof HTTP_ROUTE>['spec']>['rules']>[number];
export type HttpRouteMatch = NonNullable<HttpRouteRule['matches']>[number];
export type GrpcRouteRule = NonNullable<NonNullable<BodyOf<typeof GRPC_ROUTE>['spec']>['rules']>[number];
export type GrpcRouteMatch = NonNullable<GrpcRouteRule['matches']>[number];
