import { enforcementJson } from './enforcement-json';
import { jsonText } from './json';
import { placeIn } from '../mesh/manifest';
import { refOf } from '../mesh/object-ref';
import type { Problem } from '../mesh/problem';
import type { ObjectStatus, PolicyEffect, StatusPart } from '../status/object-status';

/** Statuses in their order, as the JSON that docs/status.md describes. */
export function statusJson(statuses: readonly ObjectStatus[], problems: readonly Problem[]): string {
  return jsonText({ objects: statuses.map(objectJson) }, problems);
}

function objectJson({ manifest, part, conditions, policy, notes }: ObjectStatus) {
  return {
    subject: refOf(manifest),
    parent: part ? parentJson(part) : null,
    conditions,
    enforced: policy ? policy.enforced.map(enforcementJson) : null,
    note: notes.length > 0 ? notes.join('; ') : null,
    targets: policy ? targetsJson(policy) : null,
    attachedRoutes: part?.kind === 'listener' ? part.attachedRoutes : null,
    place: placeIn(manifest, part?.path),
  };
}

function parentJson(part: StatusPart): object {
  return part.kind === 'listener' ? { listener: part.name } : part.ref;
}

function targetsJson({ targets }: PolicyEffect) {
  return targets.map(({ target, isBound, reason, message, ancestor }) => ({ target, bound: isBound, reason, message, ancestor }));
}
