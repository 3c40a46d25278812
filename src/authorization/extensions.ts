import type { Attachable, Guarded } from './attachment';
import { attachmentOf, isAttachable, policyNamespaces, targetRefsOf } from './attachment';
import { BACKEND_TLS_POLICY, ENVOY_FILTER, TRAFFIC_EXTENSION, WASM_PLUGIN } from './extension-kinds';
import { GATEWAY_CLASS } from '../mesh/kinds/gateway-api';
import type { Kind } from '../mesh/kinds/kind';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { isTaken } from '../registry/refusal';

/**
 * The WasmPlugins and TrafficExtensions whose code runs at a waypoint for what it guards.
 * @see istio pilot/pkg/model/push_context.go TrafficExtensionsByListenerInfo
 */
export function codeAt(mesh: MeshObjects, guarded: Guarded): Manifest[] {
  const kinds = mesh.supports('trafficExtensions') ? [WASM_PLUGIN, TRAFFIC_EXTENSION] : [WASM_PLUGIN];
  return kinds.flatMap((kind) => attached(mesh, kind, guarded));
}

/**
 * The EnvoyFilters that change the configuration of a waypoint. They are matched without the services behind it.
 * @see istio pilot/pkg/model/push_context.go getMatchedEnvoyFilters
 */
export function patchesAt(mesh: MeshObjects, { waypoint }: Guarded): Manifest[] {
  if (!mesh.supports('envoyFilterTargets')) return [];
  return attached(mesh, ENVOY_FILTER, { waypoint })
    .filter((filter) => mesh.supports('envoyFilterClass') || !targetRefsOf(filter.body).every(({ kind }) => kind === GATEWAY_CLASS.kind));
}

/**
 * The BackendTLSPolicies for an object that is sent to.
 * @see istio pilot/pkg/config/kube/gateway/backend_policies.go
 */
export function tlsPoliciesOf(mesh: MeshObjects, backend: NonNullable<Guarded['service']>): Manifest[] {
  if (!mesh.supports('entryTlsPolicies')) return [];
  const { group, kind, namespace, name } = backend;
  return mesh.inNamespace(BACKEND_TLS_POLICY, namespace).filter(isAttachable)
    .filter(({ body }) => targetRefsOf(body).some((target) => target.group === group && target.kind === kind && target.name === name))
    .filter(isTaken);
}

function attached(mesh: MeshObjects, kind: Kind, guarded: Guarded): Manifest<Attachable>[] {
  if (mesh.all(kind).length === 0) return [];
  return policyNamespaces(mesh, guarded).flatMap((namespace) => mesh.inNamespace(kind, namespace)).filter(isAttachable)
    .filter((policy) => attachmentOf(mesh, policy, guarded) && isTaken(policy));
}
