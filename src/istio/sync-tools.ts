/** The annotations of objects that Argo CD and Flux read, each under one name. */

/** How Argo CD compares an object. */
export const ARGO_COMPARE = 'argocd.argoproj.io/compare-options';
/** How Argo CD applies and removes an object. */
export const ARGO_SYNC = 'argocd.argoproj.io/sync-options';
/** When Argo CD applies an object: a number, the lowest first. */
export const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';
/** Whether Flux removes an object that is no longer in its source. */
export const FLUX_PRUNE = 'kustomize.toolkit.fluxcd.io/prune';
/** How Flux applies an object. */
export const FLUX_SSA = 'kustomize.toolkit.fluxcd.io/ssa';
