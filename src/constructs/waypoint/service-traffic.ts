import type { IstioWaypoint } from './istio-waypoint';
import { TrafficType } from './traffic-type';
import type { IWaypoint } from './waypoint';
import { problem } from '../problem';

/** Checks that a waypoint takes traffic to services. */
export function requireServiceTraffic(waypoint: IstioWaypoint): void {
  if (![TrafficType.SERVICE, TrafficType.ALL, TrafficType.CLASS_DEFAULT].includes(waypoint._takenTraffic)) {
    throw problem(waypoint, `takes traffic type "${waypoint._takenTraffic}", so Istio would refuse services: write TrafficType.SERVICE or TrafficType.ALL`);
  }
}

/** Which traffic a waypoint takes, also where its class says so; undefined or `CLASS_DEFAULT` where that is not known. */
export function takenTraffic(waypoint: IWaypoint): TrafficType | undefined {
  return (waypoint as Partial<Pick<IstioWaypoint, '_takenTraffic'>>)._takenTraffic;
}
