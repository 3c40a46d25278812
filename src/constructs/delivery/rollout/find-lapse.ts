import { affectedIn } from './affected';
import type { Lapse } from './lapse';
import { LivePolicies } from './live-policies';
import type { Live } from './moments';
import { liveAfter, manifestsOf, momentsOf } from './moments';
import type { Output } from './output';
import { isGateway } from './output';
import type { Refusals } from './refusals';
import type { Destination, WaypointUse } from './waypoint-use';
import { usesOf } from './waypoint-use';
import type { DeliveryTool } from '../ownership-matrix';
import type { Stage } from '../stage';

/** What policies refuse to a destination by one of the waypoints that requests to it may take. */
interface Protection {
  readonly use: WaypointUse;
  readonly refusals: Refusals;
}

/**
 * The first moment at which an output would, while it is applied over another one, let requests through that both refuse; undefined if
 * there is none. Such an output takes two commits.
 * @param stages the stages that have manifests
 */
export function findLapse(tool: DeliveryTool, before: Output, after: Output, stages: ReadonlySet<Stage>): Lapse | undefined {
  const declared = waypointsIn([...before.values(), ...after.values()].map(({ manifest }) => manifest));
  const [start, end] = [manifestsOf(before), liveAfter(before, after)];
  const destinations = affectedIn(start, end, declared);
  const protectionsAt = (live: Live) => protectionsIn(live, destinations, declared);
  const [first, last] = [protectionsAt(start), protectionsAt(end)];
  for (const { folder, live } of momentsOf(tool, before, after, stages)) {
    for (const [index, meanwhile] of protectionsAt(live).entries()) {
      const lapse = lapseBetween(first[index][0], meanwhile, last[index][0]);
      if (lapse) return { destination: destinations[index], folder, ...lapse };
    }
  }
  return undefined;
}

function waypointsIn(manifests: readonly Record<string, any>[]): Set<string> {
  return new Set(manifests.filter(isGateway).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
}

function protectionsIn(live: Live, destinations: readonly Destination[], declared: ReadonlySet<string>): Protection[][] {
  const policies = new LivePolicies(live);
  return destinations.map((destination) => usesOf(live, destination, declared)
    .map((use) => ({ use, refusals: policies.refusalsFor(destination, use) })));
}

/** @param meanwhile all ways that requests may take */
function lapseBetween(before: Protection, meanwhile: readonly Protection[], after: Protection): Pick<Lapse, 'uses' | 'refusals'> | undefined {
  for (const { use, refusals: present } of meanwhile) {
    const refusals = present.lapseOf(before.refusals, after.refusals);
    if (refusals) return { uses: { before: before.use, meanwhile: use, after: after.use }, refusals };
  }
  return undefined;
}
