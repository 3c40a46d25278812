import type { ApiObject } from 'cdk8s';
import { manifestsIn } from './flux';
import type { Files, Step } from './step';
import { keyOf } from './step';
import { STAGES } from '../../../src/constructs/delivery/stage';

/** What a user does by hand, commit after commit: applies folder after folder, then deletes what is gone, but for label patches. */
export class Kubectl {
  private readonly applied = new Map<string, ApiObject>();

  /** Takes a commit and tells what is applied. */
  public roll(files: Files): Step[] {
    const stages = STAGES.map((stage) => ({ stage, objects: manifestsIn(files, stage) }));
    const kept = new Set(stages.flatMap(({ objects }) => objects.map(keyOf)));
    const removed = [...this.applied].filter(([key]) => !kept.has(key)).map(([, object]) => object);
    for (const object of removed) this.applied.delete(keyOf(object));
    for (const { objects } of stages.filter(({ stage }) => stage !== 'enrollment')) for (const object of objects) this.applied.set(keyOf(object), object);
    return [...stages.map(({ stage, objects }) => ({ by: stage, objects, removed: [] })), { by: 'by hand', objects: [], removed }];
  }
}
