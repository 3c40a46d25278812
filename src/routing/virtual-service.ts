import type { Originated } from './converted-rule';
import type { HttpRule, TcpRule, TlsRule } from '../mesh/kinds/istio-traffic';
import { compareText } from '../mesh/object-ref';

/** A VirtualService as istiod has it, be it written as such or converted from routes of the Gateway API. */
export interface MeshVirtualService {
  readonly namespace: string;
  /** The name by which istiod orders those of one age. */
  readonly name: string;
  readonly created: string;
  readonly hosts: readonly string[];
  /** Whether it is converted from routes of the Gateway API: some details then mean something else. */
  readonly isConverted: boolean;
  /** Namespaces that see it, `*` for all. */
  readonly exportTo: readonly string[];
  /** Undefined: it says nothing of HTTP. */
  readonly http?: readonly Originated<HttpRule>[];
  readonly tcp?: readonly Originated<TcpRule>[];
  readonly tls?: readonly Originated<TlsRule>[];
}

/** @see istio pilot/pkg/model/config.go configCompareByCreationTime */
export function byAge(a: MeshVirtualService, b: MeshVirtualService): number {
  return compareText(a.created, b.created) || compareText(a.name, b.name) || compareText(a.namespace, b.namespace);
}

/**
 * The VirtualServices that proxies of a namespace see, of those that are given by age, in the order in which they count.
 * @see istio pilot/pkg/model/push_context.go VirtualServicesForGateway
 */
export function inProxyOrder(virtualServices: readonly MeshVirtualService[], namespace: string): MeshVirtualService[] {
  const rankOf = (one: MeshVirtualService): number | undefined => {
    if (one.exportTo.includes('*')) return one.isConverted && one.namespace === namespace ? 2 : 3;
    if (one.exportTo.includes('~') || !one.exportTo.includes(namespace)) return undefined;
    return one.namespace === namespace ? 0 : 1;
  };
  return virtualServices
    .flatMap((one) => rankOf(one) === undefined ? [] : [{ one, rank: rankOf(one)! }])
    .sort((a, b) => a.rank - b.rank)
    .map(({ one }) => one);
}

/** Whether two host names, each perhaps with a wildcard in front, have names in common. */
export function hostsOverlap(a: string, b: string): boolean {
  if (a.startsWith('*') && b.startsWith('*')) return a.length < b.length ? b.endsWith(a.slice(1)) : a.endsWith(b.slice(1));
  if (a.startsWith('*')) return b.endsWith(a.slice(1));
  return b.startsWith('*') ? a.endsWith(b.slice(1)) : a === b;
}

/** Whether all names that the first stands for are among those of the second; each may have a wildcard in front. */
export function isWithin(a: string, b: string): boolean {
  if (!b.startsWith('*')) return a === b;
  return a.startsWith('*') ? a.length >= b.length && a.slice(1).endsWith(b.slice(1)) : a.endsWith(b.slice(1));
}

/**
 * The host names that two lists have in common, each the narrower of two.
 * @see istio pkg/config/host/names.go Intersection
 */
export function commonHosts(own: readonly string[], others: readonly string[]): string[] {
  const common = own.flatMap((one) => others.flatMap((other) => isWithin(one, other) ? [one] : isWithin(other, one) ? [other] : []));
  return [...new Set(common)];
}
