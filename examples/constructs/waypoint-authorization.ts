import type { Chart } from 'cdk8s';
import { NamespaceWaypoint, Operation, PolicyAction, PolicyTarget, Source, WaypointAuthorization, ZtunnelTarget } from 'cdk8s-waypoint';

/** Other namespaces may read, and nothing else; nobody gets around the waypoint. */
export function declare(chart: Chart): void {
  const waypoint = new NamespaceWaypoint(chart, 'waypoint');
  waypoint.enforceTraversal(ZtunnelTarget.namespace('shop'));
  new WaypointAuthorization(chart, 'view-only', {
    targets: [PolicyTarget.waypoint(waypoint)],
    action: PolicyAction.ALLOW,
    rules: [{ sources: [Source.namespaces('default', 'istio-system')], operations: [Operation.methods('GET')] }],
  });
}
