import type { Construct } from 'constructs';
import type { IWaypoint } from './waypoint';
import { isInTree } from '../located-object';
import { fullNameOf } from './full-name';

/** Notes that a construct uses a waypoint, so that removing the waypoint alone is an error at synthesis. */
export function referTo(user: Construct, waypoint: IWaypoint): void {
  user.node.addValidation({
    validate: () => isInTree(waypoint) ? [] : [
      `uses waypoint ${fullNameOf(waypoint)}, which was removed from the app: remove it in two commits, `
      + 'first with "lifecycle: WaypointLifecycle.DRAINING", and, once that is applied, the waypoint with its uses; '
      + 'or refer to one that exists elsewhere with Waypoint.fromWaypointAttributes',
    ],
  });
}
