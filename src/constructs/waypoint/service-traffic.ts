import type { IstioWaypoint } from './istio-waypoint';
import { TrafficType } from './traffic-type';
import { problem } from '../problem';

/** Checks that a waypoint takes traffic to services. */
export function requireServiceTraffic(waypoint: IstioWaypoint): void {
  if (![TrafficType.SERVICE, TrafficType.ALL, TrafficType.CLASS_DEFAULT].includes(waypoint._takenTraffic)) {
    throw problem(waypoint, `takes traffic type "${waypoint._takenTraffic}", so Istio would refuse services: write TrafficType.SERVICE or TrafficType.ALL`);
  }
}
