import { deployedService } from '../../binding/gateway/deployed-services';
import { serviceHost } from '../../mesh/host-index';
import { NAMESPACE, SERVICE } from '../../mesh/kinds/core';
import type { MeshObjects } from '../../mesh/mesh-objects';
import type { ObjectRef } from '../../mesh/object-ref';
import { refIn } from '../../mesh/object-ref';

/**
 * Whether an object does not exist: what may be in a part of the input that can't be read counts as there. Undefined: the input does not
 * tell, as it holds nothing of that kind in that namespace, so that the object may well be kept elsewhere.
 */
export function isAbsent(mesh: MeshObjects, ref: ObjectRef): boolean | undefined {
  if (mesh.findRef(ref) || mesh.isAssumed(ref) || mesh.mayBeUnread(ref.kind, ref.name) || isDeployed(mesh, ref)) return false;
  return mesh.isComplete || mesh.inNamespace({ ...ref, namespaced: true, fields: {} }, ref.namespace).length > 0 || undefined;
}

/** Whether it is a Service that istiod deploys. */
function isDeployed(mesh: MeshObjects, ref: ObjectRef): boolean {
  if (ref.group !== SERVICE.group || ref.kind !== SERVICE.kind) return false;
  return deployedService(mesh, serviceHost(ref, mesh.clusterDomain)) !== undefined;
}

/** Whether it is known what labels a Namespace has: it is in the input, or the input is complete without it. */
export function areLabelsTold(mesh: MeshObjects, namespace: string): boolean {
  return mesh.namespace(namespace).isKnown || (mesh.isComplete && isAbsent(mesh, refIn(NAMESPACE, '', namespace)) === true);
}
