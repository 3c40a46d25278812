import type { CanaryOptions } from './canary';
import type { IstioWaypoint } from './istio-waypoint';
import { TrafficType } from './traffic-type';
import { WaypointLifecycle } from './waypoint-lifecycle';
import { checkInteger } from '../check-integer';
import { Istio } from '../istio';
import { problem } from '../problem';

/** Checks that a waypoint can have a second one beside it. */
export function checkCanary(waypoint: IstioWaypoint, { step, waypointName }: CanaryOptions): void {
  if (waypointName === waypoint.waypointName) {
    throw problem(waypoint, `is named "${waypointName}", and so is its canary: write another "waypointName" for the canary`);
  }
  if (waypoint.lifecycle !== WaypointLifecycle.SERVING) {
    throw problem(waypoint, 'drains and has a canary: remove one of the two, a drained waypoint has nothing to share');
  }
  if (step._weight === undefined) return;
  checkInteger(waypoint, 'the weight of the canary', step._weight, 0, 100);
  if ([TrafficType.WORKLOAD, TrafficType.NONE].includes(waypoint._takenTraffic)) {
    throw undivided(waypoint, `takes traffic type "${waypoint._takenTraffic}"`);
  }
  if (!Istio._supports(waypoint, 'canary')) {
    throw problem(waypoint, `has a canary with a weight, which needs Istio 1.31, not ${Istio._of(waypoint)}: go from CanaryStep.deployed() to CanaryStep.promoted()`);
  }
}

/**
 * The error for a canary with a weight whose traffic cannot be divided.
 * @param what what the waypoint does, as the beginning of a sentence
 */
export function undivided(waypoint: IstioWaypoint, what: string): Error {
  return problem(waypoint, `${what}, but Istio divides only traffic to services: go from CanaryStep.deployed() to CanaryStep.promoted()`);
}
