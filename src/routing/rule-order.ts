import type { Originated } from './converted-rule';
import type { HttpMatch, HttpRule, StringMatch } from '../mesh/kinds/istio-traffic';

/**
 * Puts the rules of merged routes in the order of the Gateway API: the exact path first, then the longer one, then those that ask for
 * a method, for more headers, for more parameters. Those that are alike keep their order.
 * @see istio pilot/pkg/config/kube/gateway/conversion.go sortHTTPRoutes
 */
export function inGatewayOrder(rules: readonly Originated<HttpRule>[]): Originated<HttpRule>[] {
  return [...rules].sort((a, b) => compareMatches(a.rule.match?.[0], b.rule.match?.[0]));
}

function compareMatches(a: HttpMatch | undefined, b: HttpMatch | undefined): number {
  if (!a || !b) return Number(!a) - Number(!b);
  return pathRank(b.uri) - pathRank(a.uri)
    || pathLength(b.uri) - pathLength(a.uri)
    || Number(b.method !== undefined) - Number(a.method !== undefined)
    || count(b.headers) - count(a.headers)
    || count(b.queryParams) - count(a.queryParams);
}

function pathRank(uri: StringMatch | undefined): number {
  if (!uri) return -1;
  if (uri.exact !== undefined) return 3;
  return uri.prefix !== undefined ? 2 : 1;
}

function pathLength(uri: StringMatch | undefined): number {
  return (uri?.exact ?? uri?.prefix ?? uri?.regex ?? '').length;
}

function count(map: object | undefined): number {
  return Object.keys(map ?? {}).length;
}
