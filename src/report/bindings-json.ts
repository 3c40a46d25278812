import { notesOf } from './binding-notes';
import { evidenceJson, jsonText } from './json';
import { isHeadless } from '../binding/bind';
import type { Binding } from '../binding/binding';
import { BindingReason, waypointOfBinding } from '../binding/binding';
import type { Canary } from '../binding/canary';
import type { WaypointName } from '../binding/claim';
import { conditionsOf, WAYPOINT_BOUND } from '../binding/conditions';
import { evidenceOf } from '../binding/evidence-of';
import { ingressUseOf } from '../binding/ingress';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refOf } from '../mesh/object-ref';
import type { Problem } from '../mesh/problem';

/** Bindings in the order of their subjects, as the JSON that docs/bindings.md describes. */
export function bindingsJson(mesh: MeshObjects, bindings: readonly Binding[], problems: readonly Problem[]): string {
  return jsonText({ bindings: bindings.map((binding) => bindingJson(mesh, binding)) }, problems);
}

function bindingJson(mesh: MeshObjects, binding: Binding) {
  const { subject, claim, reason } = binding;
  const evidence = evidenceOf(binding).map(evidenceJson);
  const waypoint = waypointOfBinding(binding);
  const bound = reason === BindingReason.ACCEPTED ? binding : undefined;
  return {
    subject: refOf(subject.manifest),
    traffic: subject.traffic,
    endpoint: subject.endpoint,
    waypoint: waypoint ? nameOf(waypoint) : null,
    reason,
    message: conditionsOf(mesh, binding).find(({ type }) => type === WAYPOINT_BOUND)?.message ?? '',
    enrolledBy: claim ? refOf(claim.evidence.manifest) : null,
    place: claim ? evidence[0].place : null,
    ingressUseWaypoint: ingressJson(mesh, binding),
    canary: bound?.canary ? canaryJson(bound.canary) : null,
    path: binding.path,
    headless: isHeadless(subject),
    instanceOf: instanceJson(binding),
    notes: notesOf(binding),
    evidence,
  };
}

/** Null without a label; a label has no effect while the subject is not bound. */
function ingressJson(mesh: MeshObjects, binding: Binding): boolean | null {
  if (binding.reason === BindingReason.ACCEPTED) return binding.ingress?.useWaypoint ?? null;
  return binding.subject.traffic === 'service' && ingressUseOf(mesh, binding.subject) ? false : null;
}

function nameOf({ namespace, name }: WaypointName): WaypointName {
  return { namespace, name };
}

function canaryJson(canary: Canary) {
  const { name, weight, reason } = canary;
  return { waypoint: nameOf(name), weight, reason, message: reason === 'WaypointAccepted' ? '' : canary.message };
}

function instanceJson(binding: Binding) {
  if (binding.reason !== BindingReason.OWN_WAYPOINT || !binding.instanceOf) return null;
  return { waypoint: nameOf(binding.instanceOf), applicationTunnel: binding.instanceOf.inboundBinding ?? null };
}
