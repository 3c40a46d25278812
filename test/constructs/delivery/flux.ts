import * as yaml from 'js-yaml';
import type { Files, Step } from './step';
import { keyOf } from './step';
import { STAGES } from '../../../src/constructs/delivery/stage';

const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

/**
 * A Flux that applies an output, commit after commit: stage after stage, each applied and then pruned. A stage without
 * Kustomization is left as it is: when one goes its objects stay. An object is pruned by the stage that applied it last.
 */
export class Flux {
  private readonly applied = new Map<string, { readonly by: string; readonly object: any }>();

  /** Takes a commit and tells what is applied. */
  public roll(files: Files): Step[] {
    return STAGES.filter((stage) => `gitops/flux/${stage}.yaml` in files).flatMap((stage) => {
      const objects = manifestsIn(files, stage);
      for (const object of objects) this.applied.set(keyOf(object), { by: stage, object });
      return [{ by: stage, objects, removed: [] }, { by: stage, objects: [], removed: this.prune(stage, new Set(objects.map(keyOf))) }];
    });
  }

  private prune(stage: string, kept: ReadonlySet<string>): any[] {
    const gone = [...this.applied].filter(([key, { by }]) => by === stage && !kept.has(key));
    for (const [key] of gone) this.applied.delete(key);
    return gone.map(([, { object }]) => object).filter(({ metadata }) => metadata.annotations?.[PRUNE] !== 'disabled');
  }
}

/** The manifests of a stage. */
export function manifestsIn(files: Files, stage: string): any[] {
  return Object.entries(files).filter(([file]) => file.startsWith(`${stage}/`) && file.endsWith('.k8s.yaml')).flatMap(([, text]) => yaml.loadAll(text));
}
