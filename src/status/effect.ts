import type { Enforcement } from './enforcement';
import { enforcementOf } from './enforcement';
import { routeWaypoints } from './route-waypoints';
import type { WaypointName } from '../binding/claim';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import { GRPC_ROUTE, HTTP_ROUTE, TCP_ROUTE, TLS_ROUTE } from '../mesh/kinds/routes';
import type { Manifest } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { Route } from '../routing/gateway/attach';

/** Where an object has an effect; none: nowhere. */
export type Effect = readonly Enforcement[];

/** Where a policy is enforced, or a route applied in the mesh; null for kinds of which that is not told. */
export function effectOf(mesh: MeshObjects, manifest: Manifest): Effect | null {
  if (isOf(AUTHORIZATION_POLICY, manifest)) return enforcementOf(mesh, manifest);
  const isRoute = [HTTP_ROUTE, GRPC_ROUTE, TCP_ROUTE, TLS_ROUTE].some((kind) => isOf(kind, manifest));
  return isRoute ? routeWaypoints(mesh, manifest as Route).map((waypoint) => ({ at: 'waypoint', gateway: nameOf(waypoint) })) : null;
}

function nameOf({ namespace, name }: WaypointName): WaypointName {
  return { namespace, name };
}
