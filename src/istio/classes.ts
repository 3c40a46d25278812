/**
 * GatewayClasses that Istio creates and manages itself.
 * @see istio pilot/pkg/config/kube/gatewaycommon/classinfo.go
 */
export const WAYPOINT_CLASS = 'istio-waypoint';
export const INGRESS_CLASS = 'istio';

/** The listener by which a waypoint takes traffic: HBONE is HTTP CONNECT with mTLS. */
export const HBONE_PORT = 15008;
export const HBONE_PROTOCOL = 'HBONE';
