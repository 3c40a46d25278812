import { isNamed } from './claims';
import { controllerOf, istioControllerOf } from '../../binding/gateway/controller';
import { isManaged } from '../../binding/gateway/deployment';
import { GATEWAY_CONTROLLER, MESH_CONTROLLER, UNMANAGED_CONTROLLER } from '../../istio/classes';
import { GATEWAY } from '../../mesh/kinds/gateway-api';
import type { ManifestOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';

export type Gateway = ManifestOf<typeof GATEWAY>;

/** The Gateways of the classes of Istio's waypoints. */
export const waypointGateways = remember((mesh: MeshObjects): readonly Gateway[] =>
  mesh.all(GATEWAY).filter((gateway) => controllerOf(mesh, gateway) === MESH_CONTROLLER));

const waypointSet = remember((mesh: MeshObjects): ReadonlySet<Gateway> => new Set(waypointGateways(mesh)));

/** Whether the class of a Gateway is one of Istio's waypoints. */
export function isWaypoint(mesh: MeshObjects, gateway: Gateway): boolean {
  return waypointSet(mesh).has(gateway);
}

/** The Gateways that Istio deploys as waypoints: those of its classes, but for those that name services of the user. */
export const deployedWaypoints = remember((mesh: MeshObjects): readonly Gateway[] => waypointGateways(mesh).filter(isManaged));

/** Whether Istio deploys a Gateway as a waypoint. */
export function isDeployedWaypoint(mesh: MeshObjects, gateway: Gateway): boolean {
  return isWaypoint(mesh, gateway) && isManaged(gateway);
}

/**
 * Whether Istio deploys proxies for a Gateway, and so reads what it says of them; undefined: its class is that of another controller, is not
 * known, or needs a switch.
 */
export function isDeployedByIstio(mesh: MeshObjects, gateway: Gateway): boolean | undefined {
  const controller = istioControllerOf(mesh, gateway);
  return controller === undefined ? undefined : controller !== UNMANAGED_CONTROLLER && isManaged(gateway);
}

/** The Gateways that are used as waypoints and that Istio does not deploy as such. */
export function sandwichGateways(mesh: MeshObjects): Gateway[] {
  return mesh.all(GATEWAY).filter((gateway) => !isWaypoint(mesh, gateway) && isNamed(mesh, gateway));
}

/** Those of them that Istio deploys as ingress gateways. */
export function deployedSandwiches(mesh: MeshObjects): Gateway[] {
  return sandwichGateways(mesh).filter((gateway) => isManaged(gateway) && controllerOf(mesh, gateway) === GATEWAY_CONTROLLER);
}
