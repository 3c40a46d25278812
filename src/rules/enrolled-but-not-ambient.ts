import { isAmbient } from './facts/capture';
import { claimsOf } from './facts/claims';
import type { Rule } from './rule';
import { Severity } from './rule';
import { DATAPLANE_MODE } from '../istio/labels';
import { NAMESPACE, SERVICE } from '../mesh/kinds/core';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { MeshObjects } from '../mesh/mesh-objects';
import { workloadsIn } from '../registry/workloads';

export const enrolledButNotAmbient: Rule = {
  id: 'enrolled-but-not-ambient',
  severity: Severity.WARNING,
  summary: 'a namespace uses a waypoint and is not part of the ambient mesh',
  why: 'clients in it that are not captured reach the services around the waypoint, and no policy of ztunnel guards its pods',
  fix: 'label the Namespace istio.io/dataplane-mode: ambient',
  *check(mesh) {
    const enrolled = new Set(claimsOf(mesh).filter(({ waypoint }) => waypoint).map(({ owner }) => owner.namespace || owner.name));
    for (const namespace of mesh.all(NAMESPACE)) {
      if (!enrolled.has(namespace.name) || isAmbient(namespace.labels) || !hasPods(mesh, namespace.name)) continue;
      const mode = namespace.labels[DATAPLANE_MODE] as string | undefined;
      if (mode !== undefined && mode !== 'none') continue;
      yield {
        subject: namespace,
        path: ['metadata', 'labels', ...mode ? [DATAPLANE_MODE] : []],
        message: mode
          ? `istio.io/dataplane-mode is "${mode}", expected "ambient"`
          : 'no label istio.io/dataplane-mode: ambient, although a waypoint is used',
      };
    }
  },
};

/** Whether a namespace has pods to capture: one that only describes services outside has none, and pods may have labels of their own. */
function hasPods(mesh: MeshObjects, namespace: string): boolean {
  const workloads = workloadsIn(mesh, namespace);
  if (workloads.length > 0) return !workloads.every(({ labels }) => isAmbient(labels));
  return mesh.inNamespace(SERVICE, namespace).length > 0 || mesh.inNamespace(SERVICE_ENTRY, namespace).length === 0;
}
