import type { Chart } from 'cdk8s';
import { declareApplication } from './shop/application';
import {
  ExternalAuthorization, NamespaceWaypoint, Operation, PolicyAction, PolicyTarget, Source, WaypointAuthorization, ZtunnelTarget,
} from 'cdk8s-waypoint';

/** An authorizer decides about all requests for the cart but those for its health, and other namespaces need not even ask. */
export function declare(chart: Chart): void {
  const waypoint = new NamespaceWaypoint(chart, 'waypoint');
  declareApplication(chart, 'web');
  const target = PolicyTarget.service(declareApplication(chart, 'cart'));

  // MeshConfig has it among its extensionProviders.
  new ExternalAuthorization(chart, 'ask-opa', {
    targets: [target],
    provider: 'opa',
    rules: [{ operations: [Operation.of({ notPaths: ['/health'] })] }],
  });
  new WaypointAuthorization(chart, 'shop-only', {
    targets: [target],
    action: PolicyAction.DENY,
    rules: [{ sources: [Source.of({ notNamespaces: ['shop'] })] }],
  });
  waypoint.enforceTraversal(ZtunnelTarget.labelled({ app: 'cart' }));
}
