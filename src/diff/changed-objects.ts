import { isSame } from './compare-values';
import { findKind } from '../mesh/kinds';
import { NETWORK_POLICY } from '../mesh/kinds/network-policy';
import { HORIZONTAL_POD_AUTOSCALER, POD_DISRUPTION_BUDGET } from '../mesh/kinds/scaling';
import type { Manifest } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

/** What became of an object, or of something that follows from objects. */
export type Change = 'added' | 'removed' | 'changed';

/** An object that differs between two meshes. */
export interface ChangedObject {
  readonly change: Change;
  /** Absent if it was added. */
  readonly before?: Manifest;
  /** Absent if it was removed. */
  readonly after?: Manifest;
}

/** The objects that differ between two meshes and that traffic can depend on. */
export function changedObjects(before: MeshObjects, after: MeshObjects): ChangedObject[] {
  return [...removedOrChanged(before, after), ...added(before, after)];
}

function* removedOrChanged(before: MeshObjects, after: MeshObjects): Generator<ChangedObject> {
  for (const manifest of before.everything()) {
    const other = after.findRef(manifest);
    if (other && isSame(manifest.body, other.body)) continue;
    if (!matters(manifest)) continue;
    yield other ? { change: 'changed', before: manifest, after: other } : { change: 'removed', before: manifest };
  }
}

function* added(before: MeshObjects, after: MeshObjects): Generator<ChangedObject> {
  for (const manifest of after.everything()) {
    if (!before.findRef(manifest) && matters(manifest)) yield { change: 'added', after: manifest };
  }
}

/** Kinds that are read and that no answer about traffic depends on. */
const WITHOUT_EFFECT = [HORIZONTAL_POD_AUTOSCALER, POD_DISRUPTION_BUDGET, NETWORK_POLICY];

function matters(manifest: Manifest): boolean {
  return findKind(manifest.group, manifest.kind) !== undefined && !WITHOUT_EFFECT.some((kind) => isOf(kind, manifest));
}

/** An object that differs, as it is in the one mesh or the other. */
export function anyOf({ before, after }: ChangedObject): Manifest {
  return (after ?? before)!;
}
