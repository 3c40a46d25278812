import type { Chart } from 'cdk8s';
import { ObjectRef, ServiceWaypoint } from 'cdk8s-waypoint';

/** One heavy service has a waypoint of its own; another, in a namespace with a waypoint, takes none. */
export function declare(chart: Chart): void {
  new ServiceWaypoint(chart, 'reviews', {
    waypointName: 'reviews-waypoint',
    services: [ObjectRef.service('reviews')],
    optOut: [ObjectRef.service('ratings')],
  });
}
