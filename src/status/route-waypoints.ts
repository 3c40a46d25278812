import { BindingReason, TrafficPath } from '../binding/binding';
import { bindingOf } from '../binding/served-by';
import type { Waypoint } from '../binding/waypoint';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { GRPC_ROUTE, HTTP_ROUTE, TCP_ROUTE, TLS_ROUTE } from '../mesh/kinds/routes';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { compareRefs } from '../mesh/object-ref';
import type { Route } from '../routing/gateway/attach';
import { meshParentsOf } from '../routing/mesh-parents';
import { grpcRules, httpRules, tcpRules, tlsRules } from '../routing/route-rules';
import { isIstioWaypoint } from '../traffic/proxy';

/**
 * The waypoints that apply a route, by namespace and name.
 * @see istio pilot/pkg/networking/core/listener_waypoint.go getVirtualServiceForWaypoint
 */
export function routeWaypoints(mesh: MeshObjects, route: Route): Waypoint[] {
  if (usedRules(mesh, route) === 0) return [];
  const waypoints = new Map(meshParentsOf(mesh, route).flatMap(({ owner }) => {
    const binding = owner && bindingOf(mesh, owner);
    if (binding?.reason !== BindingReason.ACCEPTED || binding.path !== TrafficPath.TO_WAYPOINT) return [];
    const canary = binding.canary?.reason === 'WaypointAccepted' ? [binding.canary.waypoint] : [];
    return [binding.waypoint, ...canary]
      .filter((waypoint) => isIstioWaypoint(mesh, waypoint) && [owner!.namespace, waypoint.namespace].includes(route.namespace))
      .map((waypoint) => [`${waypoint.namespace}/${waypoint.name}`, waypoint] as const);
  }));
  return [...waypoints.values()].sort((a, b) => compareRefs({ ...GATEWAY, ...a }, { ...GATEWAY, ...b }));
}

/** How many rules of a route Istio uses below a Service: one part that it can't read loses them all. */
export function usedRules(mesh: MeshObjects, route: Route): number {
  const parent = 'mesh';
  if (isOf(HTTP_ROUTE, route)) return httpRules({ mesh, route, parent }).rules.length;
  if (isOf(GRPC_ROUTE, route)) return grpcRules({ mesh, route, parent }).rules.length;
  if (isOf(TCP_ROUTE, route)) return mesh.supports('tcpRoutes') ? tcpRules({ mesh, route, parent }).rules.length : 0;
  return isOf(TLS_ROUTE, route) ? tlsRules({ mesh, route, parent }).rules.length : 0;
}
