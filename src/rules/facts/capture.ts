import { DATAPLANE_MODE } from '../../istio/labels';
import { findLabel } from '../../mesh/evidence';
import type { StringMap } from '../../mesh/fields';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { labelledWorkloads, workloadsIn } from '../../registry/workloads';
import type { Workload } from '../../registry/workloads';

/** Whether a value of `dataplane-mode` captures what has it. */
export function isAmbient(labels: StringMap): boolean {
  return Object.hasOwn(labels, DATAPLANE_MODE) && labels[DATAPLANE_MODE] === 'ambient';
}

/**
 * Whether ztunnel captures a workload, unless a sidecar does: a pod that is not on the network of its node, and whose own label says so, if
 * it is one of the two that Istio knows, else that of its Namespace. Undefined: that Namespace is not in the input.
 * @see istio cni/pkg/util/enablement_selector.go
 */
export function isCaptured(mesh: MeshObjects, { pod, subject: { labels, manifest } }: Workload): boolean | undefined {
  if (!pod || pod.hostNetwork) return false;
  const own = findLabel(labels, DATAPLANE_MODE)?.value;
  if (own === 'ambient' || own === 'none') return own === 'ambient';
  const namespace = mesh.namespace(manifest.namespace);
  return isAmbient(namespace.labels) || (namespace.isKnown ? false : undefined);
}

/** The workloads of a namespace that a selector of Istio matches; an absent or empty one matches all. */
export function selectedWorkloads(mesh: MeshObjects, namespace: string, labels: StringMap | undefined): readonly Workload[] {
  return labels && Object.keys(labels).length > 0 ? labelledWorkloads(mesh, namespace, labels) : workloadsIn(mesh, namespace);
}
