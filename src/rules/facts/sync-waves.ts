import * as path from 'node:path';
import { SYNC_WAVE } from '../../istio/sync-tools';
import { NAMESPACE } from '../../mesh/kinds/core';
import type { Manifest } from '../../mesh/manifest';
import { isOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';

/** The wave in which Argo CD applies an object. */
export interface SyncWave {
  readonly wave: number;
  /** The object that a Namespace comes with, because that one comes earlier than the Namespace says. */
  readonly broughtBy?: Manifest;
}

/** The wave that an object names. */
export function namedWave({ annotations }: Manifest): number {
  return Number(annotations[SYNC_WAVE] ?? 0);
}

/**
 * The wave in which an object is applied: a Namespace comes with the first object in it. That is so within one Application; what lies in
 * one folder is taken for one.
 * @see gitops-engine pkg/sync/sync_tasks.go adjustDeps
 */
export function syncWaveOf(mesh: MeshObjects, manifest: Manifest): SyncWave {
  const wave = namedWave(manifest);
  const first = isOf(NAMESPACE, manifest) ? firstObjects(mesh).get(groupKey(manifest, manifest.name)) : undefined;
  return first && namedWave(first) < wave ? { wave: namedWave(first), broughtBy: first } : { wave };
}

/** Of each namespace in each folder the object that comes first. */
const firstObjects = remember((mesh: MeshObjects): ReadonlyMap<string, Manifest> => {
  const found = new Map<string, Manifest>();
  for (const manifest of mesh.everything()) {
    if (!manifest.namespace || !manifest.source) continue;
    const key = groupKey(manifest, manifest.namespace);
    const first = found.get(key);
    if (!first || namedWave(manifest) < namedWave(first)) found.set(key, manifest);
  }
  return found;
});

function groupKey({ source }: Manifest, namespace: string): string {
  return `${namespace}\n${source ? path.dirname(source.document.file.name) : ''}`;
}
