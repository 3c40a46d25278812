import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { NamespaceWaypoint } from 'cdk8s-waypoint';

/** The pods of a waypoint get more memory than Istio gives them. */
export function declare(chart: Chart): void {
  new NamespaceWaypoint(chart, 'waypoint', { infrastructure: { resources: { requests: { memory: k8s.Quantity.fromString('512Mi') } } } });
}
