import type { Chart } from 'cdk8s';
import { NamespaceWaypoint, Profile, Scaling } from 'cdk8s-waypoint';

/** All waypoints of the app are for production and run by one revision; this one has bounds of its own. */
export function declare(chart: Chart): void {
  Profile.use(chart, Profile.production({ revision: 'stable' }));
  new NamespaceWaypoint(chart, 'waypoint', { scaling: Scaling.between(3, 6) });
}
