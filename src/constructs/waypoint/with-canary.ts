import type { IWaypoint } from './waypoint';

/** A waypoint and its canary, if it has one. */
export function withCanary(waypoint: IWaypoint): IWaypoint[] {
  return [waypoint, ...(waypoint.canary ? [waypoint.canary.waypoint] : [])];
}
