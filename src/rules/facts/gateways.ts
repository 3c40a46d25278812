import { isNamed } from './claims';
import { controllerOf } from '../../binding/readiness';
import { MESH_CONTROLLER } from '../../istio/classes';
import { GATEWAY } from '../../mesh/kinds/gateway-api';
import type { ManifestOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';

export type Gateway = ManifestOf<typeof GATEWAY>;

/** The Gateways that Istio deploys as waypoints. */
export const waypointGateways = remember((mesh: MeshObjects): readonly Gateway[] =>
  mesh.all(GATEWAY).filter((gateway) => controllerOf(mesh, gateway) === MESH_CONTROLLER));

const waypointSet = remember((mesh: MeshObjects): ReadonlySet<Gateway> => new Set(waypointGateways(mesh)));

/** Whether Istio deploys a Gateway as a waypoint. */
export function isWaypoint(mesh: MeshObjects, gateway: Gateway): boolean {
  return waypointSet(mesh).has(gateway);
}

/** The Gateways that are used as waypoints and that Istio does not deploy as such. */
export function sandwichGateways(mesh: MeshObjects): Gateway[] {
  return mesh.all(GATEWAY).filter((gateway) => !isWaypoint(mesh, gateway) && isNamed(mesh, gateway));
}
