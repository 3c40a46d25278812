import type { Originated, RuleOrigin } from './converted-rule';
import { isWild } from './string-match';
import type { MeshVirtualService } from './virtual-service';
import type { HttpMatch, HttpRule, L4Destination } from '../mesh/kinds/istio-traffic';

/** One line of a route table: the first whose match holds takes the request. */
export interface RouteEntry {
  readonly name: string;
  /** Undefined: it takes everything. */
  readonly match: HttpMatch | undefined;
  readonly rule: HttpRule;
  readonly origin: RuleOrigin;
  /** Whether it is converted from a route of the Gateway API. */
  readonly isConverted: boolean;
}

/** The connections that a rule for TCP or TLS takes, and where they go. */
export interface L4Entry {
  readonly destinations: readonly L4Destination[];
  readonly origin: RuleOrigin;
}

/**
 * The lines that a VirtualService makes; what stands behind one that takes everything is left out.
 * @param isUsable whether a match is meant for the proxy and its port
 * @see istio pilot/pkg/networking/core/route/route.go BuildHTTPRoutesForVirtualService
 */
export function entriesOf(virtualService: MeshVirtualService, isUsable: (match: HttpMatch | undefined) => boolean): RouteEntry[] {
  const { isConverted, http = [] } = virtualService;
  const entries: RouteEntry[] = [];
  for (const originated of http) {
    for (const entry of entriesOfRule(originated, isConverted)) {
      if (!isUsable(entry.match)) continue;
      entries.push(entry);
      if (takesAll(entry.match)) return entries;
    }
    if (!originated.rule.match?.length) return entries;
  }
  return entries;
}

function entriesOfRule({ rule, origin }: Originated<HttpRule>, isConverted: boolean): RouteEntry[] {
  const { name = '' } = rule;
  if (!rule.match?.length) return [{ name, match: undefined, rule, origin, isConverted }];
  return rule.match.map((match, index) => ({
    name: match.name ? `${name}.${match.name}` : name,
    match,
    rule,
    origin: isConverted ? origin : { ...origin, match: index },
    isConverted,
  }));
}

/**
 * Whether a match takes every request; no match at all does.
 * @see istio pilot/pkg/networking/core/route/route.go IsCatchAllRoute
 */
export function takesAll(match: HttpMatch | undefined): boolean {
  if (!match) return true;
  const { uri, headers, withoutHeaders, queryParams, method, authority, scheme } = match;
  const asksMore = method ?? authority ?? scheme ?? Object.keys({ ...headers, ...withoutHeaders, ...queryParams })[0];
  return asksMore === undefined && isWild(uri);
}
