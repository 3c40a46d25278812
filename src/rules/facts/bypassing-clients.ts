import { isAmbient } from './capture';
import { DATAPLANE_MODE, GATEWAY_NAME, INJECTION } from '../../istio/labels';
import type { Evidence } from '../../mesh/evidence';
import { findLabel } from '../../mesh/evidence';
import { DAEMON_SET, NAMESPACE } from '../../mesh/kinds/core';
import { isOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';
import { workloadsOf } from '../../registry/workloads';
import type { Workload } from '../../registry/workloads';

/** Clients that no ztunnel sends to a waypoint, and why. */
export interface BypassingClient extends Evidence {
  readonly why: string;
}

/**
 * The clients in the input that reach every service around its waypoint: pods with sidecars, those that opt out of capture, and those on the
 * network of their node. A DaemonSet there serves its node, as a rule, and calls nobody.
 */
export const bypassingClients = remember((mesh: MeshObjects): readonly BypassingClient[] => [
  ...mesh.all(NAMESPACE).filter(({ labels }) => labels[INJECTION] === 'enabled' && !isAmbient(labels)).map((manifest) =>
    ({ manifest, path: ['metadata', 'labels', INJECTION], why: 'its pods have sidecars, which never use a waypoint' })),
  ...mesh.all(NAMESPACE).filter(({ labels }) => labels[DATAPLANE_MODE] === 'none').map((manifest) =>
    ({ manifest, path: ['metadata', 'labels', DATAPLANE_MODE], why: 'opted out of capture: what its pods send passes no waypoint' })),
  ...workloadsOf(mesh).flatMap((workload) => bypassing(mesh, workload) ?? []),
]);

function bypassing(mesh: MeshObjects, workload: Workload): BypassingClient | undefined {
  const { subject: { manifest, labels }, podPath } = workload;
  const mode = findLabel(labels, DATAPLANE_MODE);
  const isMeantForMesh = mode?.value === 'ambient' || isAmbient(mesh.namespace(manifest.namespace).labels);
  if (!isMeantForMesh || Object.hasOwn(workload.labels, GATEWAY_NAME)) return undefined;
  if (mode?.value === 'none') return { manifest, path: mode.path, why: 'opted out of capture: what it sends passes no waypoint' };
  const isOnNode = workload.pod?.hostNetwork === true && !isOf(DAEMON_SET, manifest);
  const why = 'on the network of its node, where nothing is captured: what it sends passes no waypoint';
  return isOnNode ? { manifest, path: [...podPath, 'hostNetwork'], why } : undefined;
}
