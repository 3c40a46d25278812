import type { Chart } from 'cdk8s';
import { NamespaceWaypoint, Scaling } from 'cdk8s-waypoint';

/** All of the namespace of the chart takes one waypoint, which scales with its load. */
export function declare(chart: Chart): void {
  new NamespaceWaypoint(chart, 'waypoint', {
    scaling: Scaling.between(2, 5, { cpuUtilization: 50 }),
  });
}
