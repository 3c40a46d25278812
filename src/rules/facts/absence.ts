import type { MeshObjects } from '../../mesh/mesh-objects';
import type { ObjectRef } from '../../mesh/object-ref';

/**
 * Whether an object does not exist. Undefined: the input does not tell, as it holds nothing of that kind in that namespace, so that
 * the object may well be kept elsewhere.
 */
export function isAbsent(mesh: MeshObjects, ref: ObjectRef): boolean | undefined {
  if (mesh.findRef(ref) || mesh.isAssumed(ref)) return false;
  return mesh.isComplete || mesh.inNamespace({ ...ref, namespaced: true, fields: {} }, ref.namespace).length > 0 || undefined;
}
