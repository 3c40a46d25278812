import type { Chart } from 'cdk8s';
import { declareApplication } from './shop/application';
import { NamespaceWaypoint, Operation, PolicyAction, PolicyTarget, WaypointAuthorization, ZtunnelTarget } from 'cdk8s-waypoint';

/** Nobody shall delete anything any more: one policy refuses what is beyond doubt, another tells who would be hit by the rest. */
export function declare(chart: Chart): void {
  const waypoint = new NamespaceWaypoint(chart, 'waypoint');
  declareApplication(chart, 'web');
  const target = PolicyTarget.service(declareApplication(chart, 'cart'));
  new WaypointAuthorization(chart, 'delete-nothing-old', {
    targets: [target],
    action: PolicyAction.DENY,
    rules: [{ operations: [Operation.of({ methods: ['DELETE'], paths: ['/v1*'] })] }],
  });
  new WaypointAuthorization(chart, 'delete-nothing', {
    targets: [target],
    action: PolicyAction.DENY,
    dryRun: true,
    rules: [{ operations: [Operation.methods('DELETE')] }],
  });
  waypoint.enforceTraversal(ZtunnelTarget.labelled({ app: 'cart' }));
}
