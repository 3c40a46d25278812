import { argoOptions } from './facts/sync-tools';
import type { Rule } from './rule';
import { Severity } from './rule';
import { ARGO_SYNC, FLUX_PRUNE, FLUX_SSA } from '../istio/sync-tools';
import type { StringMap } from '../mesh/fields';
import { NAMESPACE } from '../mesh/kinds/core';

export const namespacePruned: Rule = {
  id: 'namespace-pruned',
  severity: Severity.ERROR,
  summary: 'a Namespace that is only labelled here would be deleted with the labels',
  why: 'a sync tool owns what it applies: when the file goes, or moves to another application, it deletes the Namespace and all that is in it',
  fix: 'add Prune=false,Delete=false to the sync options of Argo CD, or kustomize.toolkit.fluxcd.io/prune: disabled for Flux',
  *check(mesh) {
    for (const subject of mesh.all(NAMESPACE)) {
      const missing = missingGuard(subject.annotations);
      if (missing) yield { subject, path: ['metadata', 'annotations', missing.annotation], message: missing.message };
    }
  },
};

/** Server-side apply of a part is what tells that the Namespace is somebody else's. */
function missingGuard(annotations: StringMap): { annotation: string; message: string } | undefined {
  const options = argoOptions(annotations, ARGO_SYNC);
  if (options.includes('ServerSideApply=true') && !options.includes('Prune=false')) {
    return { annotation: ARGO_SYNC, message: 'applied on top of a Namespace that exists, without Prune=false' };
  }
  if (options.includes('ServerSideApply=true') && !options.includes('Delete=false')) {
    return { annotation: ARGO_SYNC, message: 'applied on top of a Namespace that exists, without Delete=false: it is deleted with the Application' };
  }
  if (annotations[FLUX_SSA] === 'Merge' && annotations[FLUX_PRUNE] !== 'disabled') {
    return { annotation: FLUX_SSA, message: `merged into a Namespace that exists, without ${FLUX_PRUNE}: disabled` };
  }
  return undefined;
}
