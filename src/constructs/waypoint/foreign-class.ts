import type { Construct, IConstruct } from 'constructs';
import type { IWaypoint } from './waypoint';
import { INGRESS_CLASS } from '../../istio/classes';
import { problem } from '../problem';

const classes = new WeakMap<IConstruct, string>();

/** Notes that the Gateway of a waypoint is not of Istio's own class for waypoints, but of another. */
export function noteForeignClass(waypoint: IWaypoint, className: string): void {
  classes.set(waypoint, className);
}

/**
 * Refuses a waypoint that ignores a kind of Istio: only Istio's own proxies, ingress gateways among them, are told of it.
 * @param kind such as `Telemetry`
 */
export function requireIstioProxy(scope: Construct, waypoint: IWaypoint, kind: string): void {
  if (classes.get(waypoint) !== INGRESS_CLASS) requireIstioWaypoint(scope, waypoint, kind);
}

/** Refuses a waypoint that is no waypoint by its class, so that what is written for waypoints does not fit its proxy. */
export function requireIstioWaypoint(scope: Construct, waypoint: IWaypoint, kind: string): void {
  const className = classes.get(waypoint);
  if (!className) return;
  throw problem(scope, `waypoint ${waypoint.waypointNamespace}/${waypoint.waypointName} ("${waypoint.node.path}") is of class "${className}", whose proxy ignores ${kind}: `
    + 'declare a waypoint of Istio, or write what that product has for it');
}
