import { controllerOf } from '../binding/gateway/controller';
import type { Waypoint } from '../binding/waypoint';
import { AGENTGATEWAY_WAYPOINT_CLASS, AGENTGATEWAY_WAYPOINT_CONTROLLER, GATEWAY_CONTROLLER, MESH_CONTROLLER } from '../istio/classes';
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

/** Whether what runs as a waypoint is Istio's waypoint proxy. */
export function isIstioWaypoint(mesh: MeshObjects, waypoint: Waypoint): boolean {
  return proxyOf(mesh, waypoint) === Proxy.WAYPOINT;
}

/** Why it is not known what a waypoint does with a request. */
export const UNKNOWN_PROXIES: Readonly<Record<Exclude<Proxy, Proxy.WAYPOINT>, string>> = {
  [Proxy.INGRESS_GATEWAY]: 'is an ingress gateway that serves as waypoint: what the routes and policies of its Gateway do with the request is not told',
  [Proxy.AGENTGATEWAY]: 'runs agentgateway, to which Istio translates routes only: what it does with the request is not known',
  [Proxy.OTHER]: 'is not one of Istio\'s: what it does with the request is not known',
};
