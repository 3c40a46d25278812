import type { BodyOf } from './kind';
import { namespaced } from './kind';
import { NETWORKING_GROUP } from '../../istio/groups';
import type { FieldValue } from '../fields';

const STRING_MATCH = { exact: 'string', prefix: 'string', regex: 'string' } as const;
const STRING_MATCHES = { '*': STRING_MATCH } as const;
const DESTINATION = { host: 'string', subset: 'string', port: { number: 'integer' } } as const;
const HEADER_OPERATIONS = { set: 'strings', add: 'strings', remove: ['string'] } as const;
const HEADERS = { request: HEADER_OPERATIONS, response: HEADER_OPERATIONS } as const;
const PERCENT = { value: 'number' } as const;
const L4_ROUTE = [{ destination: DESTINATION, weight: 'integer' }] as const;

export const VIRTUAL_SERVICE = namespaced(NETWORKING_GROUP, 'VirtualService', {
  spec: {
    hosts: ['string'],
    gateways: ['string'],
    exportTo: ['string'],
    http: [{
      name: 'string',
      match: [{
        name: 'string',
        uri: STRING_MATCH,
        scheme: STRING_MATCH,
        method: STRING_MATCH,
        authority: STRING_MATCH,
        headers: STRING_MATCHES,
        withoutHeaders: STRING_MATCHES,
        queryParams: STRING_MATCHES,
        ignoreUriCase: 'boolean',
        port: 'integer',
        sourceLabels: 'strings',
        sourceNamespace: 'string',
        gateways: ['string'],
      }],
      route: [{ destination: DESTINATION, weight: 'integer', headers: HEADERS }],
      redirect: {
        uri: 'string',
        authority: 'string',
        port: 'integer',
        derivePort: 'string',
        scheme: 'string',
        redirectCode: 'integer',
        prefixRewrite: 'string',
      },
      directResponse: { status: 'integer' },
      delegate: { name: 'string', namespace: 'string' },
      rewrite: { uri: 'string', authority: 'string', uriRegexRewrite: { match: 'string', rewrite: 'string' } },
      headers: HEADERS,
      timeout: 'string',
      retries: { attempts: 'integer', perTryTimeout: 'string', retryOn: 'string', backoff: 'string' },
      fault: {
        abort: { httpStatus: 'integer', grpcStatus: 'string', percentage: PERCENT },
        delay: { fixedDelay: 'string', percentage: PERCENT, percent: 'integer' },
      },
      mirror: DESTINATION,
      mirrorPercent: 'integer',
      mirror_percent: 'integer',
      mirrorPercentage: PERCENT,
      mirrors: [{ destination: DESTINATION, percentage: PERCENT }],
      corsPolicy: {
        allowOrigins: [STRING_MATCH],
        allowOrigin: ['string'],
        allowMethods: ['string'],
        allowHeaders: ['string'],
        exposeHeaders: ['string'],
        maxAge: 'string',
        allowCredentials: 'boolean',
        unmatchedPreflights: 'string',
      },
    }],
    tcp: [{ match: [{ port: 'integer', gateways: ['string'], sourceLabels: 'strings', destinationSubnets: ['string'], sourceNamespace: 'string' }], route: L4_ROUTE }],
    tls: [{
      match: [{
        sniHosts: ['string'], port: 'integer', gateways: ['string'], sourceLabels: 'strings', destinationSubnets: ['string'], sourceNamespace: 'string',
      }],
      route: L4_ROUTE,
    }],
  },
});

export type StringMatch = FieldValue<typeof STRING_MATCH>;
export type Destination = FieldValue<typeof DESTINATION>;
export type HeaderOperations = FieldValue<typeof HEADER_OPERATIONS>;
export type VirtualServiceSpec = NonNullable<BodyOf<typeof VIRTUAL_SERVICE>['spec']>;
export type HttpRule = NonNullable<VirtualServiceSpec['http']>[number];
export type CorsPolicy = NonNullable<HttpRule['corsPolicy']>;
export type HttpMatch = NonNullable<HttpRule['match']>[number];
export type WeightedDestination = NonNullable<HttpRule['route']>[number];
export type TcpRule = NonNullable<VirtualServiceSpec['tcp']>[number];
export type TlsRule = NonNullable<VirtualServiceSpec['tls']>[number];
export type L4Destination = NonNullable<TcpRule['route']>[number];

export const DESTINATION_RULE = namespaced(NETWORKING_GROUP, 'DestinationRule', {
  spec: {
    host: 'string',
    exportTo: ['string'],
    workloadSelector: { matchLabels: 'strings' },
    subsets: [{ name: 'string', labels: 'strings' }],
  },
});

/** What Istio itself calls a Gateway: listeners for the proxies that its selector finds. */
export const ISTIO_GATEWAY = namespaced(NETWORKING_GROUP, 'Gateway', { spec: { selector: 'strings' } });
