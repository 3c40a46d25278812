import type { Chart } from 'cdk8s';
import { EastWestGateway, Enrollment, NamespaceWaypoint, ObjectRef } from 'cdk8s-waypoint';

/** Other networks reach the cart of this cluster, by its waypoint; both are seen by all clusters. */
export function declare(chart: Chart): void {
  new EastWestGateway(chart, 'east-west', { network: 'network-1' });
  new NamespaceWaypoint(chart, 'waypoint', { infrastructureLabels: { 'istio.io/global': 'true' } });
  new Enrollment(chart, 'global', { objects: [ObjectRef.service('cart')], global: true });
}
