/**
 * Ports of waypoints beside that for HBONE, and of istiod.
 * @see istio manifests/charts/istio-control/istio-discovery/files/waypoint.yaml, templates/service.yaml
 */
export const METRICS_PORT = 15020;
export const ENVOY_METRICS_PORT = 15090;
/** Where the kubelet asks whether a proxy is ready. */
export const READINESS_PORT = 15021;
export const ISTIOD_PORT = 15012;

/**
 * Where probes of the kubelet seem to come from to pods that ztunnel captures, unless the installation of istio-cni says otherwise.
 * @see istio cni/pkg/nodeagent/options.go DefaultHostProbeSNATIP, DefaultHostProbeSNATIPV6
 */
export const PROBE_BLOCKS = ['169.254.7.127/32', 'fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128'] as const;
