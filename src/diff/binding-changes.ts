import type { Change } from './changed-objects';
import { isSame } from './compare-values';
import type { Scope } from './scope';
import { bind } from '../binding/bind';
import type { Binding, TrafficPath } from '../binding/binding';
import { BindingReason, waypointOfBinding } from '../binding/binding';
import type { WaypointName } from '../binding/claim';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refKey } from '../mesh/object-ref';
import type { Subject } from '../registry/subject';
import { subjectsOf } from '../registry/subject';

/** The waypoint of a subject, as far as it is compared. */
export interface BindingSide {
  readonly waypoint: WaypointName | null;
  readonly reason: BindingReason;
  readonly message: string;
  readonly path: TrafficPath;
  readonly ingressUseWaypoint: boolean | null;
  readonly canary: { readonly waypoint: WaypointName; readonly weight: number | null; readonly reason: string } | null;
}

/** A subject whose waypoint is another one than before, or has it for another reason. */
export interface BindingChange {
  readonly change: Change;
  readonly subject: Subject;
  /** Null: the subject is new. */
  readonly before: BindingSide | null;
  /** Null: the subject is gone. */
  readonly after: BindingSide | null;
}

/** The bindings that differ. Subjects that are new or gone are told only if a label asks for a waypoint. */
export function bindingChanges(before: MeshObjects, after: MeshObjects, scope: Scope): BindingChange[] {
  const [first, second] = [before, after].map((mesh) => bindingsIn(mesh, scope));
  return [...new Set([...first.keys(), ...second.keys()])].flatMap((key) => changeOf(first.get(key), second.get(key)));
}

function bindingsIn(mesh: MeshObjects, scope: Scope): Map<string, Binding> {
  const subjects = subjectsOf(mesh).filter((subject) => !subject.isImplicit && scope.hasSubject(subject));
  return new Map(subjects.map((subject) => [keyOf(subject), bind(mesh, subject)]));
}

function keyOf({ manifest, traffic, endpoint }: Subject): string {
  return `${refKey(manifest)} ${traffic} ${endpoint ?? ''}`;
}

function changeOf(before: Binding | undefined, after: Binding | undefined): BindingChange[] {
  if (before && after) {
    const sides = { before: sideOf(before), after: sideOf(after) };
    return isSame(sides.before, sides.after) ? [] : [{ change: 'changed', subject: after.subject, ...sides }];
  }
  if (before) return before.claim ? [{ change: 'removed', subject: before.subject, before: sideOf(before), after: null }] : [];
  return after?.claim ? [{ change: 'added', subject: after.subject, before: null, after: sideOf(after) }] : [];
}

function sideOf(binding: Binding): BindingSide {
  const { reason, message, path } = binding;
  const waypoint = waypointOfBinding(binding);
  const bound = binding.reason === BindingReason.ACCEPTED ? binding : undefined;
  return {
    waypoint: waypoint ? nameOf(waypoint) : null,
    reason,
    message,
    path,
    ingressUseWaypoint: bound?.ingress?.useWaypoint ?? null,
    canary: bound?.canary ? { waypoint: nameOf(bound.canary.name), weight: bound.canary.weight, reason: bound.canary.reason } : null,
  };
}

function nameOf({ namespace, name }: WaypointName): WaypointName {
  return { namespace, name };
}
