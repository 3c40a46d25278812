import { SERVICE } from '../mesh/kinds/core';
import { REFERENCE_GRANT } from '../mesh/kinds/routes';
import type { BackendRef } from '../mesh/kinds/routes';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

/** The kinds of backends that Istio reads grants for. */
const GRANTED_KINDS = new Set(['/Service', 'inference.networking.k8s.io/InferencePool']);

/**
 * Whether a route may name a backend: its own namespace needs no grant.
 * @see istio pilot/pkg/config/kube/gatewaycommon/references.go ReferenceGrants.BackendAllowed
 */
export function isGranted(mesh: MeshObjects, route: Manifest, { group = '', kind = SERVICE.kind, namespace, name }: BackendRef): boolean {
  if (namespace === undefined || namespace === route.namespace) return true;
  if (!GRANTED_KINDS.has(`${group}/${kind}`)) return false;
  return mesh.inNamespace(REFERENCE_GRANT, namespace).some(({ body: { spec: { from = [], to = [] } = {} } }) =>
    from.some((one) => one.group === route.group && one.kind === route.kind && one.namespace === route.namespace) &&
    to.some((one) => (one.group ?? '') === group && one.kind === kind && (one.name === undefined || one.name === name)));
}
