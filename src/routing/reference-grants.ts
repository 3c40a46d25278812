import { SERVICE } from '../mesh/kinds/core';
import { REFERENCE_GRANT } from '../mesh/kinds/routes';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

/** The kinds that Istio reads grants for. */
const GRANTED_KINDS = new Set(['/Service', '/Secret', '/ConfigMap', 'inference.networking.k8s.io/InferencePool']);

/** A reference to an object, perhaps of another namespace. */
interface Reference {
  readonly group?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}

/**
 * Whether a route may name a backend, or a Gateway a Secret: that of its own namespace needs no grant.
 * @see istio pilot/pkg/config/kube/gatewaycommon/references.go ReferenceGrants.BackendAllowed, SecretAllowed
 */
export function isGranted(mesh: MeshObjects, from: Manifest, { group = '', kind = SERVICE.kind, namespace, name }: Reference): boolean {
  if (namespace === undefined || namespace === from.namespace) return true;
  if (!GRANTED_KINDS.has(`${group}/${kind}`)) return false;
  return mesh.inNamespace(REFERENCE_GRANT, namespace).some(({ body: { spec } }) =>
    spec?.from?.some((one) => one.group === from.group && one.kind === from.kind && one.namespace === from.namespace) &&
    spec.to?.some((one) => (one.group ?? '') === group && one.kind === kind && (one.name === undefined || one.name === name)));
}
