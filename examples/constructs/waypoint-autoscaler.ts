import type { Chart } from 'cdk8s';
import { Scaling, Waypoint, WaypointAutoscaler } from 'cdk8s-waypoint';

/** A waypoint that is declared elsewhere scales between two and ten replicas. */
export function declare(chart: Chart): void {
  const waypoint = Waypoint.fromWaypointAttributes(chart, 'waypoint', { waypointName: 'waypoint', namespace: 'shop' });
  new WaypointAutoscaler(chart, 'autoscaler', { waypoint, scaling: Scaling.between(2, 10, { cpuUtilization: 60 }) });
}
