import type { ObjectStatus } from './object-status';
import { bind } from '../binding/bind';
import type { Binding } from '../binding/binding';
import { BindingReason } from '../binding/binding';
import { conditionsOf } from '../binding/conditions';
import { pathNote } from '../binding/path-note';
import { SERVICE } from '../mesh/kinds/core';
import { SERVICE_ENTRY, WORKLOAD_ENTRY } from '../mesh/kinds/istio';
import type { MeshObjects } from '../mesh/mesh-objects';
import { subjectsIn } from '../registry/subject';

/** The status of the objects that tell which waypoint they are bound to. */
export function boundObjectStatuses(mesh: MeshObjects): ObjectStatus[] {
  return [SERVICE, SERVICE_ENTRY, WORKLOAD_ENTRY].flatMap((kind) => [...mesh.all(kind)]).map((manifest) => {
    const binding = bind(mesh, subjectsIn(manifest)[0]);
    return { manifest, conditions: conditionsOf(mesh, binding), notes: notesOf(binding) };
  });
}

function notesOf(binding: Binding): string[] {
  if (binding.reason === BindingReason.UNKNOWN) return [binding.unknown];
  const detour = binding.reason === BindingReason.ACCEPTED ? pathNote(binding) : undefined;
  return detour === undefined ? [] : [detour];
}
