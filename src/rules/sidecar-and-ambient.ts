import { isAmbient, isCaptured } from './facts/capture';
import type { Rule } from './rule';
import { Severity } from './rule';
import { DATAPLANE_MODE, INJECTION, SIDECAR_INJECT } from '../istio/labels';
import { findLabel } from '../mesh/evidence';
import { NAMESPACE } from '../mesh/kinds/core';
import type { MeshObjects } from '../mesh/mesh-objects';
import { workloadsOf } from '../registry/workloads';

export const sidecarAndAmbient: Rule = {
  id: 'sidecar-and-ambient',
  severity: Severity.ERROR,
  summary: 'pods get a sidecar and are to be captured by ztunnel',
  why: 'a pod with a sidecar is not captured, and a sidecar never uses a waypoint: what such pods send goes around every waypoint',
  fix: 'remove the label that injects the sidecar, or istio.io/dataplane-mode',
  *check(mesh) {
    const namespaces = new Set<string>();
    for (const namespace of mesh.all(NAMESPACE)) {
      if (!isAmbient(namespace.labels) || namespace.labels[INJECTION] !== 'enabled') continue;
      namespaces.add(namespace.name);
      yield { subject: namespace, path: ['metadata', 'labels', INJECTION], message: `sidecars are injected, beside ${DATAPLANE_MODE}: ambient` };
    }
    yield* workloads(mesh, namespaces);
  },
};

function* workloads(mesh: MeshObjects, reported: ReadonlySet<string>) {
  for (const workload of workloadsOf(mesh)) {
    const { labels, manifest } = workload.subject;
    const inject = findLabel(labels, SIDECAR_INJECT);
    if (inject?.value !== 'true' || reported.has(manifest.namespace)) continue;
    if (isCaptured(mesh, workload)) yield { subject: manifest, path: inject.path, message: `a sidecar is injected, beside ${DATAPLANE_MODE}: ambient` };
  }
}
