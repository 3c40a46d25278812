import { bindingsIn } from './facts/bindings';
import { claimsOf } from './facts/claims';
import type { Rule } from './rule';
import { Severity } from './rule';
import type { Binding } from '../binding/binding';
import { BindingReason } from '../binding/binding';
import { isTrue } from '../istio/go-bool';
import { INGRESS_USE_WAYPOINT } from '../istio/labels';
import { NAMESPACE, SERVICE } from '../mesh/kinds/core';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

export const ingressLabelWithoutWaypoint: Rule = {
  id: 'ingress-label-without-waypoint',
  severity: Severity.WARNING,
  summary: 'ingress-use-waypoint is on what has no waypoint',
  why: 'there is no waypoint to send the traffic of the ingress to: the label has no effect, and nobody says so',
  fix: 'add the label istio.io/use-waypoint, or remove this one',
  *check(mesh) {
    for (const subject of [...mesh.all(NAMESPACE), ...mesh.all(SERVICE), ...mesh.all(SERVICE_ENTRY)]) {
      if (!isTrue(subject.labels[INGRESS_USE_WAYPOINT] ?? '')) continue;
      const message = subject.kind === NAMESPACE.kind ? ofNamespace(mesh, subject) : ofService(mesh, subject);
      if (message) yield { subject, path: ['metadata', 'labels', INGRESS_USE_WAYPOINT], message };
    }
  },
};

function ofNamespace(mesh: MeshObjects, { name }: Manifest): string | undefined {
  const isEnrolled = claimsOf(mesh).some(({ owner, waypoint }) => waypoint && (owner.namespace || owner.name) === name);
  return isEnrolled || mesh.inNamespace(SERVICE, name).length === 0 ? undefined : 'nothing in the namespace is labelled to use a waypoint';
}

function ofService(mesh: MeshObjects, manifest: Manifest): string | undefined {
  const binding = bindingsIn(mesh, manifest).find(({ subject }) => subject.traffic === 'service');
  return binding && complaint(mesh, binding);
}

function complaint(mesh: MeshObjects, { reason, subject }: Binding): string | undefined {
  if (reason === BindingReason.OPTED_OUT) return 'istio.io/use-waypoint is "none"';
  const isNotEnrolled = reason === BindingReason.NOT_ENROLLED && mesh.namespace(subject.manifest.namespace).isKnown;
  return isNotEnrolled ? 'neither the object nor its Namespace is labelled istio.io/use-waypoint' : undefined;
}
