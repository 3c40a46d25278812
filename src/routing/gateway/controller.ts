import { controllerOf, isServed } from '../../binding/readiness';
import { GATEWAY_CONTROLLER, MESH_CONTROLLER, UNMANAGED_CONTROLLER } from '../../istio/classes';
import type { GATEWAY } from '../../mesh/kinds/gateway-api';
import type { ManifestOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';

export type Gateway = ManifestOf<typeof GATEWAY>;

const ISTIO_CONTROLLERS: readonly string[] = [GATEWAY_CONTROLLER, MESH_CONTROLLER, UNMANAGED_CONTROLLER];

/**
 * The controller of a Gateway if it is one of Istio's.
 * @see istio pilot/pkg/config/kube/gatewaycommon/classinfo.go GetClassInfos
 */
export function istioControllerOf(mesh: MeshObjects, gateway: Gateway): string | undefined {
  return ISTIO_CONTROLLERS.find((controller) => controller === controllerOf(mesh, gateway));
}

/**
 * Whether istiod writes the status of a Gateway: its class is one of Istio's, and its revision is served.
 * @see istio pilot/pkg/status/collections.go RegisterStatus
 */
export function hasIstioStatus(mesh: MeshObjects, gateway: Gateway): boolean {
  return istioControllerOf(mesh, gateway) !== undefined && isServed(mesh, gateway);
}
