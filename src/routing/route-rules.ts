import type { RouteContext } from './backend-ref';
import { destinationOf } from './backend-ref';
import type { ConfigError, Converted } from './config-error';
import { joinErrors } from './config-error';
import type { Originated } from './converted-rule';
import { convertBackendFilters, convertFilters, GRPC_FILTERS, HTTP_FILTERS } from './route-filters';
import { grpcMatch, httpMatch } from './route-matches';
import { weightSum, withWeight } from './weights';
import type { HttpMatch, HttpRule, L4Destination, TcpRule, TlsRule, WeightedDestination } from '../mesh/kinds/istio-traffic';
import type { GRPC_ROUTE, HTTP_ROUTE, HttpRouteRule, L7BackendRef, RouteFilter, TCP_ROUTE, TLS_ROUTE } from '../mesh/kinds/routes';
import type { Manifest, ManifestOf } from '../mesh/manifest';
import { milliseconds } from '../schema/go-duration';

/** The rules of a route, each with one match at most. One hard fault loses them all. */
export interface ConvertedRules<R> {
  readonly rules: readonly Originated<R>[];
  /** The last fault. */
  readonly error?: ConfigError;
}

/**
 * Converts the rules of an HTTPRoute.
 * @see istio pilot/pkg/config/kube/gateway/route_collections.go HTTPRouteCollection
 */
export function httpRules(context: RouteContext<ManifestOf<typeof HTTP_ROUTE>>): ConvertedRules<HttpRule> {
  const { route } = context;
  const { namespace, name } = route;
  return collect((route.body.spec?.rules ?? []).flatMap((rule, index) => {
    const converted = convertRule(context, rule, HTTP_FILTERS);
    const named = { name: rule.name ?? `${namespace}.${name}.${index}`, ...timing(rule) };
    return perMatch(route, index, rule.matches?.map(httpMatch), converted, named);
  }));
}

/** Converts the rules of a GRPCRoute. */
export function grpcRules(context: RouteContext<ManifestOf<typeof GRPC_ROUTE>>): ConvertedRules<HttpRule> {
  const { route } = context;
  const { namespace, name } = route;
  return collect((route.body.spec?.rules ?? []).flatMap((rule, index) => {
    const converted = convertRule(context, rule, GRPC_FILTERS);
    return perMatch(route, index, rule.matches?.map(grpcMatch), converted, { name: rule.name ?? `${namespace}.${name}.${index}` });
  }));
}

/**
 * Converts the rules of a TCPRoute.
 * @see istio pilot/pkg/config/kube/gateway/conversion.go convertTCPRoute
 */
export function tcpRules(context: RouteContext<ManifestOf<typeof TCP_ROUTE>>): ConvertedRules<TcpRule> {
  const { route } = context;
  return collect((route.body.spec?.rules ?? []).map((rule, index) =>
    ({ converted: l4Destinations(context, rule.backendRefs), origin: { manifest: route, rule: index, match: null } })));
}

/**
 * Converts the rules of a TLSRoute; without host names it takes those of its parent.
 * @see istio pilot/pkg/config/kube/gateway/conversion.go convertTLSRoute
 */
export function tlsRules(context: RouteContext<ManifestOf<typeof TLS_ROUTE>>): ConvertedRules<TlsRule> {
  const { route } = context;
  const { hostnames, rules = [] } = route.body.spec ?? {};
  const match = [{ sniHosts: hostnames?.length ? hostnames : ['*'] }];
  return collect(rules.map((rule, index) => {
    const { value, error } = l4Destinations(context, rule.backendRefs);
    const isEmpty = weightSum(rule.backendRefs) === 0;
    const converted = value ? { value: { ...value, ...(!isEmpty && { match }) }, ...(error && { error }) } : { error: error! };
    return { converted, origin: { manifest: route, rule: index, match: null } };
  }));
}

interface Candidate<R> {
  readonly converted: Converted<R>;
  readonly origin: Originated<R>['origin'];
}

/** @see istio pilot/pkg/config/kube/gateway/route_collections.go computeRoute */
function collect<R>(candidates: readonly Candidate<R>[]): ConvertedRules<R> {
  const rules: Originated<R>[] = [];
  let error: ConfigError | undefined;
  for (const { converted, origin } of candidates) {
    if (!converted.value) return { rules: [], error: converted.error };
    error = converted.error ?? error;
    rules.push({ rule: converted.value, origin });
  }
  return { rules, ...(error && { error }) };
}

function perMatch(
  manifest: Manifest, rule: number, matches: readonly HttpMatch[] | undefined, converted: Converted<HttpRule>, extra: HttpRule,
): Candidate<HttpRule>[] {
  const { value, error } = converted;
  const { name, ...times } = extra;
  const single = (match: HttpMatch | undefined): Converted<HttpRule> => value
    ? { value: { name, ...times, ...value, ...(match && { match: [match] }) }, ...(error && { error }) }
    : { error: error! };
  if (!matches?.length) return [{ converted: single(undefined), origin: { manifest, rule, match: null } }];
  return matches.map((match, index) => ({ converted: single(match), origin: { manifest, rule, match: index } }));
}

interface L7Rule {
  readonly filters?: readonly RouteFilter[];
  readonly backendRefs?: readonly L7BackendRef[];
}

/** @see istio pilot/pkg/config/kube/gateway/conversion.go convertHTTPRoute, convertGRPCRoute */
function convertRule(context: RouteContext, rule: L7Rule, filters: ReadonlySet<string>): Converted<HttpRule> {
  const effect = convertFilters(context, rule.filters ?? [], filters);
  if (!effect.value) return effect;
  if (weightSum(rule.backendRefs) === 0 && !effect.value.redirect) {
    return { value: { ...effect.value, directResponse: { status: 500 } }, ...(effect.error && { error: effect.error }) };
  }
  const backends = l7Destinations(context, rule.backendRefs);
  if (!backends.value) return backends;
  const error = joinErrors(backends.error, effect.error);
  return { value: { route: backends.value, ...effect.value }, ...(error && { error }) };
}

/** @see istio pilot/pkg/config/kube/gateway/conversion.go buildHTTPDestination */
function l7Destinations(context: RouteContext, refs: readonly L7BackendRef[] | undefined): Converted<WeightedDestination[]> {
  const destinations: WeightedDestination[] = [];
  let fault: ConfigError | undefined;
  for (const { item, weight } of withWeight(refs)) {
    const { value: destination, error } = destinationOf(context, item);
    if (!destination) return { error };
    const filters = convertBackendFilters(item);
    if (!filters.value) return filters;
    fault = error ?? fault;
    destinations.push({ destination, weight, ...filters.value });
  }
  return { value: destinations, ...(fault && { error: fault }) };
}

/** Where connections go that no backend has weight for: no such host exists. */
const BLACK_HOLE: L4Destination = { destination: { host: 'internal.cluster.local', subset: 'zero-weight', port: { number: 65535 } }, weight: 0 };

function l4Destinations(
  context: RouteContext, refs: NonNullable<HttpRouteRule['backendRefs']> | undefined,
): Converted<{ route: L4Destination[] }> {
  if (weightSum(refs) === 0) return { value: { route: [BLACK_HOLE] } };
  const destinations: L4Destination[] = [];
  let fault: ConfigError | undefined;
  for (const { item, weight } of withWeight(refs)) {
    const { value: destination, error } = destinationOf(context, item);
    if (!destination) return { error };
    fault = error ?? fault;
    destinations.push({ destination, weight });
  }
  return { value: { route: destinations }, ...(fault && { error: fault }) };
}

/** What an HTTPRoute says of time limits and retries. A limit of zero is none. */
function timing({ timeouts, retry }: HttpRouteRule): Pick<HttpRule, 'timeout' | 'retries'> {
  const request = nonZero(timeouts?.request);
  const backendRequest = nonZero(timeouts?.backendRequest);
  const timeout = retry ? request : backendRequest ?? request;
  return { ...(timeout && { timeout }), ...(retry && { retries: retriesOf(retry, backendRequest) }) };
}

function retriesOf({ attempts = 2, codes = [], backoff }: NonNullable<HttpRouteRule['retry']>, perTryTimeout: string | undefined): HttpRule['retries'] {
  const retryOn = ['connect-failure', 'refused-stream', 'unavailable', 'cancelled', ...codes].join(',');
  return { attempts, retryOn, ...(perTryTimeout && { perTryTimeout }), ...(backoff !== undefined && { backoff }) };
}

function nonZero(duration: string | undefined): string | undefined {
  return duration !== undefined && milliseconds(duration) !== 0 ? duration : undefined;
}
