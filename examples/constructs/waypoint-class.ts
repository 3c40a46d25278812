import type { Chart } from 'cdk8s';
import { ClassDefaults, NamespaceWaypoint, Scaling, TrafficType, WaypointClass } from 'cdk8s-waypoint';

/** Waypoints of a class of their own take traffic to services and to workloads, and are larger than the others. */
export function declare(chart: Chart): void {
  const waypointClass = new WaypointClass(chart, 'class', { className: 'big-waypoint', trafficType: TrafficType.ALL });
  new ClassDefaults(chart, 'defaults', { waypointClass, scaling: Scaling.between(4, 20) });
  new NamespaceWaypoint(chart, 'waypoint', { waypointClass, trafficType: TrafficType.CLASS_DEFAULT });
}
