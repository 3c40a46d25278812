import { BUILT_IN_CLASSES, GATEWAY_CONTROLLER, MESH_CONTROLLER, UNMANAGED_CONTROLLER } from '../../istio/classes';
import { REVISION } from '../../istio/labels';
import type { Evidence } from '../../mesh/evidence';
import { findLabel, labelsOf } from '../../mesh/evidence';
import { GATEWAY_CLASS } from '../../mesh/kinds/gateway-api';
import type { GATEWAY } from '../../mesh/kinds/gateway-api';
import type { Manifest, ManifestOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';

export type Gateway = ManifestOf<typeof GATEWAY>;

/**
 * The controller of a Gateway's class: the GatewayClass in the input says, else Istio's own classes are known by name.
 * @returns undefined for a class that is not in the input
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go Reconcile
 */
export function controllerOf(mesh: MeshObjects, gateway: Gateway): string | undefined {
  return controllerOfClass(mesh, gateway.body.spec?.gatewayClassName ?? '');
}

/** The controller of the GatewayClass of that name; undefined if it is not in the input. */
export function controllerOfClass(mesh: MeshObjects, name: string): string | undefined {
  const gatewayClass = mesh.find(GATEWAY_CLASS, '', name);
  return gatewayClass ? gatewayClass.body.spec?.controllerName : BUILT_IN_CLASSES.get(name);
}

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

/**
 * Whether the control plane that is predicted takes care of a Gateway, or writes the status of a route: its revision is served.
 * @see istio pkg/revisions/tag_watcher.go IsMine
 */
export function isServed(mesh: MeshObjects, manifest: Manifest): boolean {
  return mesh.revisions.includes(revisionOf(mesh, manifest)?.value || 'default');
}

/** The label that says whose an object is: its own, else that of its Namespace. */
export function revisionOf(mesh: MeshObjects, manifest: Manifest): (Evidence & { readonly value: string }) | undefined {
  return mesh.isLabelUsed(REVISION) ? findLabel(labelsOf(manifest, mesh.namespace(manifest.namespace).manifest), REVISION) : undefined;
}
