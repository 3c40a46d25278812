/**
 * GatewayClasses that Istio creates and manages itself.
 * @see istio pilot/pkg/config/kube/gatewaycommon/classinfo.go
 */
export const WAYPOINT_CLASS = 'istio-waypoint';
export const INGRESS_CLASS = 'istio';
const REMOTE_CLASS = 'istio-remote';
/** Gateways between networks, which need a switch (Istio 1.27). */
export const EAST_WEST_CLASS = 'istio-east-west';
/** Waypoints with another proxy, which need a switch (Istio 1.31). */
export const AGENTGATEWAY_WAYPOINT_CLASS = 'istio-agentgateway-waypoint';

/** Waypoints of kgateway. */
export const KGATEWAY_WAYPOINT_CLASS = 'kgateway-waypoint';

/** Classes of Istio whose Gateways are no waypoints of `MESH_CONTROLLER`. */
export const OTHER_CLASSES: readonly string[] = [INGRESS_CLASS, REMOTE_CLASS, AGENTGATEWAY_WAYPOINT_CLASS, 'istio-agentgateway', EAST_WEST_CLASS];

/** Controllers of GatewayClasses. */
export const MESH_CONTROLLER = 'istio.io/mesh-controller';
export const GATEWAY_CONTROLLER = 'istio.io/gateway-controller';
export const AGENTGATEWAY_WAYPOINT_CONTROLLER = 'istio.io/agentgateway-waypoint-controller';
/** Its Gateways run elsewhere: Istio deploys nothing and takes their addresses as they are. */
export const UNMANAGED_CONTROLLER = 'istio.io/unmanaged-gateway';

/**
 * The classes that Istio has unless told otherwise, by name, with their controllers. Those of the east-west gateway and of
 * agentgateway need a switch.
 */
export const BUILT_IN_CLASSES: ReadonlyMap<string, string> = new Map([
  [WAYPOINT_CLASS, MESH_CONTROLLER],
  [INGRESS_CLASS, GATEWAY_CONTROLLER],
  [REMOTE_CLASS, UNMANAGED_CONTROLLER],
]);

/** Values of the label `gateway.istio.io/managed` on what is generated for a Gateway that is or resembles a waypoint. */
export const MANAGED_BY_MESH_CONTROLLER = 'istio.io-mesh-controller';
export const MANAGED_BY_EAST_WEST_CONTROLLER = 'istio.io-eastwest-controller';

/** The listener by which a waypoint takes traffic: HBONE is HTTP CONNECT with mTLS. */
export const HBONE_PORT = 15008;
export const HBONE_PROTOCOL = 'HBONE';
/** The protocol of a listener that takes plaintext with a PROXY header from ztunnel; Istio reads its `allowedRoutes` for a PROXY binding. */
export const PROXY_LISTENER_PROTOCOL = 'istio.io/PROXY';
/** The container of Istio's own proxies. */
export const PROXY_CONTAINER = 'istio-proxy';
