import type { StringMap } from '../../mesh/fields';

export const ARGO_SYNC = 'argocd.argoproj.io/sync-options';
export const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';
export const ARGO_COMPARE = 'argocd.argoproj.io/compare-options';
export const FLUX_SSA = 'kustomize.toolkit.fluxcd.io/ssa';
export const FLUX_PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

/** The options in an annotation of Argo CD. */
export function argoOptions(annotations: StringMap, name: string): readonly string[] {
  return Object.hasOwn(annotations, name) ? annotations[name].split(',').map((option) => option.trim()) : [];
}

/** Whether a sync tool applies an object on top of one that somebody else owns, and does not delete it. */
export function isShell(annotations: StringMap): boolean {
  const options = argoOptions(annotations, ARGO_SYNC);
  const isOfArgo = ['ServerSideApply=true', 'Validate=false', 'Prune=false'].every((option) => options.includes(option));
  return isOfArgo || (annotations[FLUX_SSA] === 'Merge' && annotations[FLUX_PRUNE] === 'disabled');
}
