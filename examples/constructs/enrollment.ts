import type { Chart } from 'cdk8s';
import { DataplaneMode, Enrollment, ObjectRef, Waypoint } from 'cdk8s-waypoint';

/** A namespace takes the waypoint that the platform team runs, and requests from an ingress gateway take it too. */
export function declare(chart: Chart): void {
  const waypoint = Waypoint.fromWaypointAttributes(chart, 'waypoint', { waypointName: 'shared', namespace: 'platform' });
  new Enrollment(chart, 'enrollment', {
    waypoint,
    objects: [ObjectRef.namespace('shop')],
    dataplaneMode: DataplaneMode.AMBIENT,
    ingress: true,
  });
}
