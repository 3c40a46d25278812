import type { RouteContext } from './backend-ref';
import { destinationOf } from './backend-ref';
import type { ConfigError, Converted } from './config-error';
import type { HeaderOperations, HttpRule, WeightedDestination } from '../mesh/kinds/istio-traffic';
import type { L7BackendRef, RouteFilter } from '../mesh/kinds/routes';
import { quote } from '../request/regex';

type HeaderFilter = RouteFilter['requestHeaderModifier'];
type Headers = NonNullable<HttpRule['headers']>;

/** What the filters of a rule do. */
type Effect = Pick<HttpRule, 'headers' | 'redirect' | 'rewrite' | 'mirrors' | 'corsPolicy'>;

/** Which filters a kind of route knows. */
export const HTTP_FILTERS = new Set([
  'RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'RequestMirror', 'URLRewrite', 'CORS',
]);
export const GRPC_FILTERS = new Set(['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestMirror']);
const BACKEND_FILTERS = new Set(['RequestHeaderModifier', 'ResponseHeaderModifier']);

/**
 * Reads the filters of a rule. One that Istio does not know makes the whole route be lost; a mirror that goes nowhere is left out.
 * @see istio pilot/pkg/config/kube/gateway/conversion.go convertHTTPRoute, convertGRPCRoute
 */
export function convertFilters(
  context: RouteContext, filters: readonly RouteFilter[], known: ReadonlySet<string>,
): Converted<Effect> {
  let effect: Effect = {};
  let mirrorError: ConfigError | undefined;
  for (const filter of filters) {
    if (!known.has(filter.type ?? '')) return unsupported(filter);
    const converted = filter.type === 'RequestMirror' ? convertMirror(context, filter, effect) : convertFilter(filter, effect);
    if (converted.value) effect = converted.value;
    else if (filter.type !== 'RequestMirror' || known === GRPC_FILTERS) return converted;
    else mirrorError = converted.error;
  }
  return { value: effect, ...(mirrorError && { error: mirrorError }) };
}

function convertFilter(filter: RouteFilter, effect: Effect): Converted<Effect> {
  switch (filter.type) {
    case 'RequestRedirect':
      return { value: { ...effect, redirect: redirectOf(filter.requestRedirect) } };
    case 'URLRewrite':
      return { value: { ...effect, rewrite: rewriteOf(filter.urlRewrite) } };
    case 'CORS':
      return { value: { ...effect, corsPolicy: corsOf(filter.cors) } };
    default:
      return convertHeaders(filter, effect);
  }
}

/** Reads the filters of one backend: they can change headers only. */
export function convertBackendFilters(ref: L7BackendRef): Converted<Pick<WeightedDestination, 'headers'>> {
  let effect: { headers?: Headers } = {};
  for (const filter of ref.filters ?? []) {
    if (!BACKEND_FILTERS.has(filter.type ?? '')) return unsupported(filter);
    const converted = convertHeaders(filter, effect);
    if (!converted.value) return converted;
    effect = converted.value;
  }
  return { value: effect };
}

function unsupported({ type }: RouteFilter): { error: ConfigError } {
  return { error: { reason: 'InvalidFilter', message: `unsupported filter type "${type ?? ''}"` } };
}

function convertHeaders<T extends { readonly headers?: Headers }>(filter: RouteFilter, effect: T): Converted<T> {
  const side = filter.type === 'RequestHeaderModifier' ? 'request' : 'response';
  const modifier = side === 'request' ? filter.requestHeaderModifier : filter.responseHeaderModifier;
  if (!modifier) return { value: effect };
  const invalid = [...modifier.set ?? [], ...modifier.add ?? []].find(({ value = '' }) => INVALID_IN_HEADER.test(value));
  if (invalid) return { error: { reason: 'InvalidFilter', message: `header "${invalid.name ?? ''}" value contains invalid characters` } };
  return { value: { ...effect, headers: { ...effect.headers, [side]: operationsOf(modifier) } } };
}

// eslint-disable-next-line no-control-regex
const INVALID_IN_HEADER = /[\x00-\x08\x0a-\x1f\x7f]/;

/** Of several entries for one name the first counts. */
function operationsOf(modifier: NonNullable<HeaderFilter>): HeaderOperations {
  const toMap = (entries: NonNullable<HeaderFilter>['set']) =>
    Object.fromEntries([...entries ?? []].reverse().map(({ name = '', value = '' }) => [name.toLowerCase(), value]));
  return { set: toMap(modifier.set), add: toMap(modifier.add), remove: modifier.remove ?? [] };
}

/** @see istio pilot/pkg/config/kube/gateway/conversion.go createMirrorFilter */
function convertMirror(context: RouteContext, { requestMirror }: RouteFilter, effect: Effect): Converted<Effect> {
  if (!requestMirror) return { value: effect };
  const { value, error } = destinationOf(context, requestMirror.backendRef ?? {});
  if (error) return { error };
  const { fraction, percent } = requestMirror;
  const share = fraction ? (100 * (fraction.numerator ?? 0)) / (fraction.denominator ?? 100) : percent;
  const mirror = { destination: value, ...(share !== undefined && { percentage: { value: share } }) };
  return { value: { ...effect, mirrors: [...effect.mirrors ?? [], mirror] } };
}

/** @see istio pilot/pkg/config/kube/gateway/conversion.go createRedirectFilter */
function redirectOf(filter: RouteFilter['requestRedirect']): HttpRule['redirect'] {
  if (!filter) return undefined;
  const { statusCode, hostname, scheme, port, path } = filter;
  return {
    redirectCode: statusCode,
    authority: hostname,
    scheme,
    ...(port !== undefined ? { port } : { derivePort: scheme ? 'FROM_PROTOCOL_DEFAULT' : 'FROM_REQUEST_PORT' }),
    ...(path?.type === 'ReplaceFullPath' && { uri: path.replaceFullPath }),
    ...(path?.type === 'ReplacePrefixMatch' && { prefixRewrite: path.replacePrefixMatch }),
  };
}

/** @see istio pilot/pkg/config/kube/gateway/conversion.go createRewriteFilter */
function rewriteOf(filter: RouteFilter['urlRewrite']): HttpRule['rewrite'] {
  const { hostname, path } = filter ?? {};
  const rewrite = { ...(path && pathRewriteOf(path)), ...(hostname && { authority: hostname }) };
  return Object.keys(rewrite).length > 0 ? rewrite : undefined;
}

type PathModifier = NonNullable<NonNullable<RouteFilter['urlRewrite']>['path']>;

function pathRewriteOf({ type, replaceFullPath = '', replacePrefixMatch = '' }: PathModifier): HttpRule['rewrite'] {
  if (type === 'ReplaceFullPath') return { uriRegexRewrite: { match: '/.*', rewrite: replaceFullPath } };
  return type === 'ReplacePrefixMatch' ? { uri: replacePrefixMatch.replace(/\/$/, '') || '/' } : {};
}

/** @see istio pilot/pkg/config/kube/gateway/conversion.go createCorsFilter */
function corsOf(filter: RouteFilter['cors']): HttpRule['corsPolicy'] {
  if (!filter) return undefined;
  const { allowOrigins = [], maxAge, ...same } = filter;
  return {
    ...same,
    allowOrigins: allowOrigins.filter(Boolean).map(originMatch),
    ...(maxAge && { maxAge: `${maxAge}s` }),
    unmatchedPreflights: 'IGNORE',
  };
}

function originMatch(origin: string) {
  if (origin === '*') return { regex: '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/\\s?#]+$' };
  if (!origin.includes('*')) return { exact: origin };
  if (origin.indexOf('*') === origin.length - 1) return { prefix: origin.slice(0, -1) };
  return { regex: `^${quote(origin).replaceAll('\\*', '.*')}$` };
}
