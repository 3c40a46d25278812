import { ARGO_CD_GROUP } from '../../istio/groups';
import { ARGO_SYNC, FLUX_PRUNE, FLUX_SSA } from '../../istio/sync-tools';
import type { StringMap } from '../../mesh/fields';
import type { MeshObjects } from '../../mesh/mesh-objects';

/** An Application of Argo CD; its fields are not looked at by name. */
export const APPLICATION = { group: ARGO_CD_GROUP, kind: 'Application', namespaced: true, fields: {} };

/** The options in an annotation of Argo CD. */
export function argoOptions(annotations: StringMap, name: string): readonly string[] {
  return Object.hasOwn(annotations, name) ? annotations[name].split(',').map((option) => option.trim()) : [];
}

/** Whether an object can be a shell: a sync tool is told so by an annotation. */
export function mayHoldShells(mesh: MeshObjects): boolean {
  return mesh.isAnnotationUsed(ARGO_SYNC) || mesh.isAnnotationUsed(FLUX_SSA);
}

/** Whether a sync tool applies an object on top of one that somebody else owns, and does not delete it. */
export function isShell(annotations: StringMap): boolean {
  const options = argoOptions(annotations, ARGO_SYNC);
  const isOfArgo = ['ServerSideApply=true', 'Validate=false', 'Prune=false'].every((option) => options.includes(option));
  return isOfArgo || (annotations[FLUX_SSA] === 'Merge' && annotations[FLUX_PRUNE] === 'disabled');
}
