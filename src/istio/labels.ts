/**
 * The labels and annotations that Istio and the Gateway API read, each under one name.
 * @see istio/api label/labels.yaml and annotation/annotations.yaml
 */

/** On Pod, Namespace: `ambient` or `none`. Also read from the pods of a waypoint that is captured itself. */
export const DATAPLANE_MODE = 'istio.io/dataplane-mode';
/** On Pod, WorkloadEntry, Service, ServiceEntry, Namespace: the name of a Gateway, or `none`. */
export const USE_WAYPOINT = 'istio.io/use-waypoint';
/** Beside `use-waypoint`: the namespace of that Gateway. */
export const USE_WAYPOINT_NAMESPACE = 'istio.io/use-waypoint-namespace';
/** On Gateway and GatewayClass: `service`, `workload`, `all`, `none`. */
export const WAYPOINT_FOR = 'istio.io/waypoint-for';
/** On Service, ServiceEntry, Namespace (never on a Gateway): whether traffic from an ingress gateway takes the waypoint. */
export const INGRESS_USE_WAYPOINT = 'istio.io/ingress-use-waypoint';
/** On Service, ServiceEntry, Namespace: a second waypoint (Istio 1.31). */
export const USE_WAYPOINT_CANARY = 'istio.io/use-waypoint-canary';
/** Beside `use-waypoint-canary`: the namespace of that Gateway. */
export const USE_WAYPOINT_CANARY_NAMESPACE = 'istio.io/use-waypoint-canary-namespace';
/** Annotation on Service, ServiceEntry, Namespace: share of the canary in percent, an integer as text. */
export const USE_WAYPOINT_CANARY_WEIGHT = 'istio.io/use-waypoint-canary-weight';
/** On Service: `true` where other clusters see it, with the scopes of the ambient profile (Istio 1.27). */
export const GLOBAL = 'istio.io/global';
/** On the root Namespace, Gateway, Pod: the name of the network that it is in. */
export const NETWORK = 'topology.istio.io/network';
/** On Namespace, Gateway, Pod and Istio's own kinds: the revision or tag of the control plane. */
export const REVISION = 'istio.io/rev';

/** Annotation on Gateway and GatewayClass: how ztunnel hands traffic to the proxy, `NONE`, `PROXY` or `PROXY/<port>`. */
export const WAYPOINT_INBOUND_BINDING = 'ambient.istio.io/waypoint-inbound-binding';
/** Annotation on Gateway: type of the generated Service. */
export const SERVICE_TYPE = 'networking.istio.io/service-type';
/** Annotation on Gateway: type of the addresses in its status. */
export const ADDRESS_TYPE = 'networking.istio.io/address-type';
/** Annotation on Gateway: name of the generated Deployment and Service. */
export const NAME_OVERRIDE = 'gateway.istio.io/name-override';
/** Annotation on Gateway: name of the ServiceAccount, and so the identity of the waypoint. */
export const SERVICE_ACCOUNT = 'gateway.istio.io/service-account';
/** Annotation on Gateway, written by Istio: the version of the controller that deploys it. */
export const CONTROLLER_VERSION = 'gateway.istio.io/controller-version';
/** On ConfigMap in the root namespace: the class whose Gateways get these parameters (Istio 1.26). */
export const DEFAULTS_FOR_CLASS = 'gateway.istio.io/defaults-for-class';

/** On ServiceEntry, true or false: whether Istio allocates an address for each of its hosts. */
export const AUTO_ALLOCATE = 'networking.istio.io/enable-autoallocate-ip';

/** Annotation on Gateway, read up to Istio 1.21: the ServiceAccount whose workloads the waypoint was for. */
export const FOR_SERVICE_ACCOUNT = 'istio.io/for-service-account';
/** Annotation on AuthorizationPolicy, true or false as Go reads it: the policy only pretends. */
export const DRY_RUN = 'istio.io/dry-run';
/** Annotation on ServiceEntry: how a host with several addresses is connected to (Istio 1.30). */
export const CONNECT_STRATEGY = 'istio.io/connect-strategy';

/** Written by Istio on all that it generates for a Gateway: the name of its controller, with `-` for `/`. */
export const MANAGED = 'gateway.istio.io/managed';
/** Written on all that is generated for a Gateway, the pods among it: the name of the Gateway. */
export const GATEWAY_NAME = 'gateway.networking.k8s.io/gateway-name';
/** What pods of a Gateway had instead before Istio 1.24. */
export const OLD_GATEWAY_NAME = 'istio.io/gateway-name';
/** Written on all that Istio generates for a Gateway, the pods among it: the name of its GatewayClass. */
export const GATEWAY_CLASS_NAME = 'gateway.networking.k8s.io/gateway-class-name';
/** Written by Kubernetes on every Namespace: its own name. */
export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/**
 * Label and annotation that this library has Istio write on what it generates for a Gateway: the part that it plays, and the name of the
 * Gateway. With one of each there, Istio copies none from the Gateway itself.
 */
export const COMPONENT = 'app.kubernetes.io/component';
export const WAYPOINT_COMPONENT = 'waypoint';
export const EAST_WEST_COMPONENT = 'east-west-gateway';
export const GENERATED_FOR = 'waypoint.cdk8s.io/gateway';

/** Annotation on anything, for people: what the object is for. */
export const DESCRIPTION = 'kubernetes.io/description';

/** On Namespace: `enabled` or `disabled`, whether its pods get sidecars. */
export const INJECTION = 'istio-injection';
/** On Pod, true or false: whether it gets a sidecar. */
export const SIDECAR_INJECT = 'sidecar.istio.io/inject';
/** Annotation that Istio writes on a Pod which has a sidecar. */
export const SIDECAR_STATUS = 'sidecar.istio.io/status';

/** The value of `use-waypoint` that means: no waypoint at all. */
export const NO_WAYPOINT = 'none';
