import type { InboundBinding } from './inbound-binding';
import type { Waypoint } from './waypoint';
import { HBONE_PORT, HBONE_PROTOCOL, PROXY_LISTENER_PROTOCOL } from '../istio/classes';
import type { GATEWAY, Listener } from '../mesh/kinds/gateway-api';
import type { LabelSelector } from '../mesh/kinds/kind';
import { matchesSelector } from '../mesh/label-selector';
import type { ManifestOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

/** Of which namespaces objects may attach to a waypoint. */
export interface AllowedRoutes {
  /** Any value but `All` and `Selector` acts as `Same`. */
  readonly namespacesFrom: string;
  readonly selector?: LabelSelector;
  /** Index of the listener that says so; absent: no listener does, and `Same` holds. */
  readonly listener?: number;
}

/**
 * Reads who may attach from the listener that the inbound binding names, else from the one for HBONE.
 * @see istio pilot/pkg/serviceregistry/ambient/waypoints.go makeAllowedRoutes
 */
export function allowedRoutesOf(mesh: MeshObjects, gateway: Gateway, binding: InboundBinding | undefined): AllowedRoutes {
  const listeners = gateway.body.spec?.listeners ?? [];
  const listener = decidingListener(mesh, listeners, binding);
  if (!listener) return { namespacesFrom: 'Same' };
  const { from = 'Same', selector } = listener.allowedRoutes?.namespaces ?? {};
  return { namespacesFrom: from, ...(selector && { selector }), listener: listeners.indexOf(listener) };
}

type Gateway = ManifestOf<typeof GATEWAY>;

function decidingListener(mesh: MeshObjects, listeners: readonly Listener[], binding: InboundBinding | undefined): Listener | undefined {
  const bound = binding && mesh.supports('boundListener') ? listeners.find((listener) => isBound(listener, binding)) : undefined;
  return bound ?? listeners.find(({ protocol, port }) => protocol === HBONE_PROTOCOL && port === HBONE_PORT);
}

/** @see istio pilot/pkg/serviceregistry/ambient/waypoints.go findBoundListener */
function isBound(listener: Listener, { protocol, port }: InboundBinding): boolean {
  return port !== 0 ? listener.port === port : protocol === 'PROXY' && listener.protocol === PROXY_LISTENER_PROTOCOL;
}

/**
 * Whether objects of a namespace may attach to a waypoint; undefined where that depends on labels of the Namespace that are not
 * known. The namespace counts in which the object lives, also where the label of that Namespace names the waypoint.
 * @see istio pilot/pkg/serviceregistry/ambient/waypoints.go AllowsAttachmentFromNamespaceOrLookup
 */
export function admits(mesh: MeshObjects, waypoint: Waypoint, namespace: string): boolean | undefined {
  const { namespacesFrom, selector } = waypoint.allowedRoutes;
  switch (namespacesFrom) {
    case 'All': return true;
    case 'Selector': return matchesSelector(selector, mesh.namespace(namespace));
    default: return waypoint.namespace === namespace;
  }
}
