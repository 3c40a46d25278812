import type { IWaypoint } from './waypoint';

/** The name of a waypoint that no other of the app has: `shop/waypoint`. */
export function fullNameOf({ waypointNamespace, waypointName }: IWaypoint): string {
  return `${waypointNamespace}/${waypointName}`;
}
