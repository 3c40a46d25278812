import type { Cluster, GatewaySender, Sender } from './cluster';
import { findCluster, ownCluster } from './cluster';
import type { L4Entry } from './route-entry';
import { waypointL4Route } from './waypoint-routes';
import type { MeshObjects } from '../mesh/mesh-objects';

/** Where a waypoint sends connections that are not HTTP. */
export interface L4Routing {
  /** Undefined: no rule takes them, so they go to the service itself. */
  readonly entry?: L4Entry;
  readonly backends: readonly { readonly cluster: Cluster; readonly weight: number | null }[];
}

/**
 * Sends a connection through the waypoint of the service that the client dialled.
 * @see istio pilot/pkg/networking/core/listener_waypoint.go buildWaypointNetworkFilters
 */
export function routeConnection(mesh: MeshObjects, sender: Exclude<Sender, GatewaySender>): L4Routing {
  const { waypoint, service, port } = sender;
  const entry = waypointL4Route(mesh, waypoint, service, port);
  return entry?.destinations.length
    ? followConnection(mesh, sender, entry)
    : { backends: [{ cluster: ownCluster(mesh, service, port), weight: null }] };
}

/** Sends a connection to where a rule leads. */
export function followConnection(mesh: MeshObjects, sender: Sender, entry: L4Entry): L4Routing {
  const isSingle = entry.destinations.length === 1;
  const backends = entry.destinations
    .filter(({ weight = 0 }) => isSingle || weight > 0)
    .map(({ destination, weight = 0 }) => ({ cluster: findCluster(mesh, sender, destination ?? {}), weight: isSingle ? null : weight }));
  return { entry, backends: merge(backends) };
}

/** Shares that go to one place are one. */
function merge(backends: L4Routing['backends']): L4Routing['backends'] {
  const merged = new Map<string, L4Routing['backends'][number]>();
  for (const backend of backends) {
    const { host, port, subset } = backend.cluster;
    const key = JSON.stringify([host, port, subset]);
    const same = merged.get(key);
    merged.set(key, same ? { ...same, weight: (same.weight ?? 0) + (backend.weight ?? 0) } : backend);
  }
  return [...merged.values()];
}
