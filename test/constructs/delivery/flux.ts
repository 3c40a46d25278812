import * as yaml from 'js-yaml';
import type { Files, Step } from './step';
import { keyOf } from './step';
import { STAGES } from '../../../src/constructs/delivery/stage';

const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

/**
 * A Flux that applies an output, commit after commit: stage after stage, each applied and then pruned. A stage without
 * Kustomization is left as it is: when one goes its objects stay.
 */
export class Flux {
  private readonly applied = new Map<string, readonly any[]>();

  /** Takes a commit and tells what is applied. */
  public roll(files: Files): Step[] {
    return STAGES.filter((stage) => `gitops/flux/${stage}.yaml` in files).flatMap((stage) => {
      const objects = manifestsIn(files, stage);
      const kept = new Set(objects.map(keyOf));
      const removed = (this.applied.get(stage) ?? []).filter((object) => !kept.has(keyOf(object)) && object.metadata.annotations?.[PRUNE] !== 'disabled');
      this.applied.set(stage, objects);
      return [{ by: stage, objects, removed: [] }, { by: stage, objects: [], removed }];
    });
  }
}

/** The manifests of a stage. */
export function manifestsIn(files: Files, stage: string): any[] {
  return Object.entries(files).filter(([file]) => file.startsWith(`${stage}/`) && file.endsWith('.k8s.yaml')).flatMap(([, text]) => yaml.loadAll(text));
}
