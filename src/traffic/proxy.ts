import type { Guarded } from '../authorization/attachment';
import { controllerOf } from '../binding/gateway/controller';
import type { Gateway } from '../binding/gateway/controller';
import { ingressProxyLabels } from '../binding/gateway/proxy-labels';
import type { Waypoint } from '../binding/waypoint';
import { AGENTGATEWAY_WAYPOINT_CLASS, AGENTGATEWAY_WAYPOINT_CONTROLLER, GATEWAY_CONTROLLER, MESH_CONTROLLER } from '../istio/classes';
import type { StringMap } from '../mesh/fields';
import type { HostOwner } from '../mesh/host-index';
import type { MeshObjects } from '../mesh/mesh-objects';
import { rememberPair } from '../mesh/remember';

/** What runs as a waypoint. */
export enum Proxy {
  /** Istio's waypoint proxy. */
  WAYPOINT = 'waypoint',
  /** Istio's ingress gateway: a sandwich. It has the routes and policies of its Gateway, and none of the service. */
  INGRESS_GATEWAY = 'ingress-gateway',
  /** Agentgateway, to which Istio translates routes only. */
  AGENTGATEWAY = 'agentgateway',
  /** That of another product. */
  OTHER = 'other',
}

/** What runs as a waypoint. One that is not in the input counts as one of Istio's. */
export const proxyOf = rememberPair((mesh: MeshObjects, { gateway }: Waypoint): Proxy => {
  if (!gateway) return Proxy.WAYPOINT;
  const controller = controllerOf(mesh, gateway);
  if (controller === MESH_CONTROLLER) return Proxy.WAYPOINT;
  if (controller === GATEWAY_CONTROLLER) return Proxy.INGRESS_GATEWAY;
  const isAgentgateway = controller === AGENTGATEWAY_WAYPOINT_CONTROLLER
    || (controller === undefined && gateway.body.spec?.gatewayClassName === AGENTGATEWAY_WAYPOINT_CLASS);
  return isAgentgateway ? Proxy.AGENTGATEWAY : Proxy.OTHER;
});

/** An ingress gateway of Istio's that serves as a waypoint. */
interface Ingress {
  readonly gateway: Gateway;
  /** The labels of its pods. */
  readonly proxyLabels: StringMap;
}

/** The ingress gateway that serves as a waypoint; undefined: something else does. */
export function ingressAt(mesh: MeshObjects, waypoint: Waypoint): Ingress | undefined {
  const { gateway } = waypoint;
  if (!gateway || proxyOf(mesh, waypoint) !== Proxy.INGRESS_GATEWAY) return undefined;
  return { gateway, proxyLabels: ingressProxyLabels(mesh, gateway) };
}

/** What the policies of a waypoint protect there; undefined for a proxy that is not Istio's. */
export function guardedAt(mesh: MeshObjects, waypoint: Waypoint, service: HostOwner | undefined): Guarded | undefined {
  const ingress = ingressAt(mesh, waypoint);
  if (!ingress && !isIstioWaypoint(mesh, waypoint)) return undefined;
  return { waypoint, ...(service && { service }), ...(ingress && { proxyLabels: ingress.proxyLabels }) };
}

/** Whether what runs as a waypoint is Istio's waypoint proxy. */
export function isIstioWaypoint(mesh: MeshObjects, waypoint: Waypoint): boolean {
  return proxyOf(mesh, waypoint) === Proxy.WAYPOINT;
}

/** Why it is not known what a proxy that is not Istio's does with a request, to be put behind its name. */
export const UNKNOWN_PROXIES: Readonly<Record<Proxy.AGENTGATEWAY | Proxy.OTHER, string>> = {
  [Proxy.AGENTGATEWAY]: 'runs agentgateway, to which Istio translates routes only: what it does with the request is not known',
  [Proxy.OTHER]: 'is not one of Istio\'s: what it does with the request is not known',
};
