/**
 * The keys that a ConfigMap behind `parametersRef` may have: the objects that its overlays change.
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go render
 */
export const OVERLAY_KEYS: readonly string[] = ['deployment', 'service', 'serviceAccount', 'horizontalPodAutoscaler', 'podDisruptionBudget'];
