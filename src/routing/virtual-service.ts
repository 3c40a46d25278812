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

/** Whether two host names, each perhaps with a wildcard in front, have names in common. */
export function hostsOverlap(a: string, b: string): boolean {
  if (a.startsWith('*') && b.startsWith('*')) return a.length < b.length ? b.endsWith(a.slice(1)) : a.endsWith(b.slice(1));
  if (a.startsWith('*')) return b.endsWith(a.slice(1));
  return b.startsWith('*') ? a.endsWith(b.slice(1)) : a === b;
}
