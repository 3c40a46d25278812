import type { Chart } from 'cdk8s';
import { Waypoint, WaypointDisruptionBudget } from 'cdk8s-waypoint';

/** Of the replicas of a waypoint at most one is taken away at a time. */
export function declare(chart: Chart): void {
  const waypoint = Waypoint.fromWaypointAttributes(chart, 'waypoint', { waypointName: 'waypoint', namespace: 'shop' });
  new WaypointDisruptionBudget(chart, 'budget', { waypoint, maxUnavailable: 1 });
}
