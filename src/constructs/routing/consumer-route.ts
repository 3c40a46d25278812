import type { Construct } from 'constructs';
import { waypointOf } from '../enrollment/consumers';
import type { LocatedObject } from '../located-object';
import { describe } from '../located-object';

/**
 * Refuses, once the whole tree is known, a route that the waypoint of its parent does not look at: one in another namespace than the
 * parent and the waypoint. Of a waypoint that the app does not know nothing is said.
 * @see istio pilot/pkg/networking/core/listener_waypoint.go getVirtualServiceForWaypoint
 */
export function refuseConsumerRoute(route: Construct, namespace: string, parent: LocatedObject): void {
  if (namespace === parent.namespace) return;
  route.node.addValidation({
    validate: () => {
      const waypoint = waypointOf(route, parent);
      if (!waypoint || waypoint.waypointNamespace === namespace) return [];
      return [
        `is in namespace "${namespace}", but Istio looks for routes of ${describe(parent)} in "${parent.namespace}" and in that of its waypoint "${waypoint.node.path}", `
        + `"${waypoint.waypointNamespace}": leave "namespace" out, or write one of these`,
      ];
    },
  });
}
