import type { Chart } from 'cdk8s';
import { CrossNamespaceWaypoint, ObjectRef } from 'cdk8s-waypoint';

/** Two namespaces share the waypoint in the namespace of the chart. */
export function declare(chart: Chart): void {
  new CrossNamespaceWaypoint(chart, 'waypoint', {
    consumers: [ObjectRef.namespace('orders'), ObjectRef.namespace('payments')],
  });
}
