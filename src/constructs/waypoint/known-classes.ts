import type { Construct, IConstruct } from 'constructs';
import type { IWaypoint } from './waypoint';
import { AGENTGATEWAY_WAYPOINT_CLASS, INGRESS_CLASS, PROXY_CONTAINER } from '../../istio/classes';
import { problem } from '../problem';
import { fullNameOf } from './full-name';

const classes = new WeakMap<IConstruct, string>();
const foreign = new WeakSet<IConstruct>();

/** Notes the GatewayClass of a waypoint of the app. */
export function noteClass(waypoint: IWaypoint, className: string): void {
  classes.set(waypoint, className);
}

/** Notes the GatewayClass of a waypoint of the app, if it is none of Istio's for waypoints. */
export function noteForeignClass(waypoint: IWaypoint, className: string): void {
  noteClass(waypoint, className);
  foreign.add(waypoint);
}

/** The GatewayClass of a waypoint, if it is one of the app. */
export function classOf(waypoint: IConstruct): string | undefined {
  return classes.get(waypoint);
}

/** Whether a waypoint of the app is none of Istio's for waypoints: a sandwich. */
export function isForeign(waypoint: IConstruct): boolean {
  return foreign.has(waypoint);
}

/** The name of the container in the pods of a waypoint that is the proxy. */
export function proxyContainerOf(waypoint: IConstruct): string {
  return classOf(waypoint) === AGENTGATEWAY_WAYPOINT_CLASS ? 'agentgateway' : PROXY_CONTAINER;
}

/**
 * Refuses a waypoint that ignores a kind of Istio: only Istio's own proxies, ingress gateways among them, are told of it.
 * @param kind such as `Telemetry`
 */
export function requireIstioProxy(scope: Construct, waypoint: IWaypoint, kind: string): void {
  if (classOf(waypoint) !== INGRESS_CLASS) requireIstioWaypoint(scope, waypoint, kind);
}

/** Refuses a waypoint that is no waypoint by its class, so that what is written for waypoints does not fit its proxy. */
export function requireIstioWaypoint(scope: Construct, waypoint: IWaypoint, kind: string): void {
  if (!foreign.has(waypoint)) return;
  throw problem(scope, `waypoint ${fullNameOf(waypoint)} ("${waypoint.node.path}") is of class "${classOf(waypoint)}", whose proxy ignores ${kind}: `
    + 'declare a waypoint of Istio, or write what that product has for it');
}
