import type { Rule } from './rule';
import { Severity } from './rule';
import { USE_WAYPOINT_CANARY, USE_WAYPOINT_CANARY_NAMESPACE, USE_WAYPOINT_CANARY_WEIGHT } from '../istio/labels';
import { findLabel } from '../mesh/evidence';
import { NAMESPACE, POD, SERVICE } from '../mesh/kinds/core';
import { SERVICE_ENTRY, WORKLOAD_ENTRY } from '../mesh/kinds/istio';
import { isOf } from '../mesh/manifest';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';
import { workloadsOf } from '../registry/workloads';

export const canaryLabelMisplaced: Rule = {
  id: 'canary-label-misplaced',
  severity: Severity.WARNING,
  summary: 'a label or annotation of a canary waypoint is where it does nothing',
  why: 'a canary takes a share of what is sent to services: Istio reads it from a Service, ServiceEntry or Namespace, its namespace from the object that names it, and its weight beside it',
  fix: 'write istio.io/use-waypoint-canary, and its weight as an annotation, on the Service or Namespace',
  *check(mesh) {
    for (const { manifest: subject, path, value } of labelsOfWorkloads(mesh)) {
      if (isReadElsewhere(mesh, subject, value)) continue;
      yield { subject, path, message: `"${value}" is never read from ${isOf(POD, subject) ? 'a Pod' : `the pods of a ${subject.kind}`}` };
    }
    for (const subject of areUsed(mesh) ? mesh.asRead() : []) {
      const fault = faultOf(mesh, subject);
      if (fault) yield { subject, ...fault };
    }
  },
};

function areUsed(mesh: MeshObjects): boolean {
  return [USE_WAYPOINT_CANARY, USE_WAYPOINT_CANARY_NAMESPACE].some((name) => mesh.isLabelUsed(name))
    || mesh.isAnnotationUsed(USE_WAYPOINT_CANARY_WEIGHT);
}

function labelsOfWorkloads(mesh: MeshObjects) {
  return workloadsOf(mesh).flatMap(({ subject: { labels, manifest } }) =>
    isOf(SERVICE_ENTRY, manifest) ? [] : findLabel(labels, USE_WAYPOINT_CANARY) ?? []);
}

function faultOf(mesh: MeshObjects, subject: Manifest): { path: FieldPath; message: string } | undefined {
  const { labels, annotations, kind } = subject;
  const canary = ownText(labels, USE_WAYPOINT_CANARY);
  if (canary !== undefined && !isReadFrom(subject)) {
    const isReported = [POD, WORKLOAD_ENTRY].some((each) => isOf(each, subject)) || isReadElsewhere(mesh, subject, canary);
    return isReported ? undefined : { path: ['metadata', 'labels', USE_WAYPOINT_CANARY], message: `"${canary}" is never read from a ${kind}` };
  }
  if (canary !== undefined) return undefined;
  if (Object.hasOwn(labels, USE_WAYPOINT_CANARY_NAMESPACE)) {
    return { path: ['metadata', 'labels', USE_WAYPOINT_CANARY_NAMESPACE], message: `no label ${USE_WAYPOINT_CANARY} beside it: it does nothing` };
  }
  if (!Object.hasOwn(annotations, USE_WAYPOINT_CANARY_WEIGHT) || hasCanary(mesh, subject)) return undefined;
  return { path: ['metadata', 'annotations', USE_WAYPOINT_CANARY_WEIGHT], message: `no label ${USE_WAYPOINT_CANARY} names a canary: the weight does nothing` };
}

function isReadFrom(subject: Manifest): boolean {
  return [SERVICE, SERVICE_ENTRY, NAMESPACE].some((kind) => isOf(kind, subject));
}

/** Whether the Namespace names the canary that a weight is for, as far as is known; the weight of a Namespace is for its Services too. */
function hasCanary(mesh: MeshObjects, subject: Manifest): boolean {
  if (isOf(NAMESPACE, subject)) return readersIn(mesh, subject.name).some(({ labels }) => Object.hasOwn(labels, USE_WAYPOINT_CANARY));
  const { isKnown, labels } = mesh.namespace(subject.namespace);
  return isReadFrom(subject) && (!isKnown || Object.hasOwn(labels, USE_WAYPOINT_CANARY));
}

/** A label that is put on all objects of an application is on those too that it is read from. */
function isReadElsewhere(mesh: MeshObjects, { namespace }: Manifest, value: string): boolean {
  return [...readersIn(mesh, namespace), mesh.find(NAMESPACE, '', namespace)].some((one) => one && ownText(one.labels, USE_WAYPOINT_CANARY) === value);
}

function readersIn(mesh: MeshObjects, namespace: string): readonly Manifest[] {
  return [...mesh.inNamespace(SERVICE, namespace), ...mesh.inNamespace(SERVICE_ENTRY, namespace)];
}

function ownText(map: Manifest['labels'], name: string): string | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}
