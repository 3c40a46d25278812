import type { Construct, IConstruct } from 'constructs';
import type { IWaypoint } from './waypoint';
import { problem } from '../problem';

const classes = new WeakMap<IConstruct, string>();

/** Notes that the pods of a waypoint are no proxies of Istio, and by which GatewayClass they come. */
export function noteForeignProxy(waypoint: IWaypoint, className: string): void {
  classes.set(waypoint, className);
}

/** The GatewayClass of a waypoint whose proxies are not Istio's own; undefined for all others. */
export function foreignClassOf(waypoint: IWaypoint): string | undefined {
  return classes.get(waypoint);
}

/**
 * Refuses a waypoint that ignores a kind of Istio: only Istio's own proxies are told of it.
 * @param kind such as `Telemetry`
 */
export function requireIstioProxy(scope: Construct, waypoint: IWaypoint, kind: string): void {
  const className = foreignClassOf(waypoint);
  if (!className) return;
  throw problem(scope, `waypoint ${waypoint.waypointNamespace}/${waypoint.waypointName} ("${waypoint.node.path}") is of class "${className}", whose proxy ignores ${kind}: `
    + 'declare a waypoint of Istio, or write what that product has for it');
}
