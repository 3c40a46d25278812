import { isDeployedWaypoint } from './gateways';
import type { Bound } from '../../binding/binding';
import type { Waypoint } from '../../binding/waypoint';
import { SERVICE_ACCOUNT } from '../../istio/labels';
import type { MeshObjects } from '../../mesh/mesh-objects';

/**
 * The identity of a waypoint without `spiffe://`; undefined if its Gateway is not in the input, or not deployed by Istio.
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go configureIstioGateway
 */
export function identityOf(mesh: MeshObjects, { gateway }: Waypoint): string | undefined {
  if (!gateway || !isDeployedWaypoint(mesh, gateway)) return undefined;
  const account = Object.hasOwn(gateway.annotations, SERVICE_ACCOUNT) ? gateway.annotations[SERVICE_ACCOUNT] : gateway.name;
  return `${mesh.config.trustDomain}/ns/${gateway.namespace}/sa/${account}`;
}

/** The identities of the waypoints of an object, primary and canary, that are known. */
export function identitiesOf(mesh: MeshObjects, { waypoint, canary }: Bound): string[] {
  const all = [waypoint, ...canary?.reason === 'WaypointAccepted' ? [canary.waypoint] : []];
  return all.flatMap((each) => identityOf(mesh, each) ?? []);
}
