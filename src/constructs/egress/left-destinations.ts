import type { EgressDestination } from './egress-destination';
import type { LocatedObject } from '../located-object';
import { describe } from '../located-object';
import { Notes } from '../notes';
import { ObjectRef } from '../object-ref';
import { problem } from '../problem';
import type { IstioWaypoint } from '../waypoint/istio-waypoint';
import { WaypointLifecycle } from '../waypoint/waypoint-lifecycle';

const served = new Notes<{ readonly by: IstioWaypoint }>();

/** Notes that a waypoint has the ServiceEntry of a destination. */
export function noteDestination(waypoint: IstioWaypoint, entry: ObjectRef): void {
  served.add(describe(entry._at(waypoint)), { by: waypoint });
}

/**
 * The ServiceEntries of the destinations of a waypoint that drains. Another waypoint has to define them: without it, calls would go
 * past every policy.
 */
export function leaveDestinations(waypoint: IstioWaypoint, destinations: readonly EgressDestination[]): ObjectRef[] {
  if (waypoint.lifecycle === WaypointLifecycle.DRAINING_BY_OPT_OUT) {
    throw problem(waypoint, 'drains by opting its destinations out, so that they could be called past every policy: write WaypointLifecycle.DRAINING');
  }
  const entries = destinations.map(({ destinationName, namespace = waypoint.waypointNamespace }) =>
    ObjectRef.serviceEntry(destinationName, { namespace }));
  const located = entries.map((entry) => entry._at(waypoint));
  const isLeft = (entry: LocatedObject) => served.of(waypoint, describe(entry)).length === 0;
  waypoint.node.addValidation({ validate: () => located.filter(isLeft).map(complaint) });
  return entries;
}

function complaint(entry: LocatedObject): string {
  return `drains, and nobody takes over ${describe(entry)}, which could then be called past every policy: `
    + 'declare the destination in another EgressWaypoint too, or take it out of "destinations" if nobody is to be kept from it any more';
}
