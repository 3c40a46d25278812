import { targetsOfKind } from './facts/attached-policies';
import { ENVOY_FILTER } from '../authorization/extension-kinds';
import type { PolicyTarget } from './facts/attached-policies';
import { isWaypoint } from './facts/gateways';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { WAYPOINT_CLASS } from '../istio/classes';
import { isMapping } from '../mesh/fields';
import { GATEWAY, GATEWAY_CLASS } from '../mesh/kinds/gateway-api';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

/** Contexts of the schema that a waypoint applies no patch of. */
const UNREAD = ['GATEWAY', 'WAYPOINT'];

/**
 * Waypoints are patched as sidecars are. `WAYPOINT` came into the API with Istio 1.28 and was never implemented.
 * @see istio pilot/pkg/networking/core/listener_builder.go patchListeners, pilot/pkg/networking/core/cluster.go
 */
export const envoyFilterContext: Rule = {
  id: 'envoy-filter-context',
  severity: Severity.ERROR,
  summary: 'a patch of an EnvoyFilter for a waypoint has a context that no waypoint applies',
  why: 'the API knows the contexts WAYPOINT and GATEWAY, but Istio patches waypoints as sidecars: such a patch never applies',
  fix: 'write the context SIDECAR_INBOUND, with the listener main_internal, or SIDECAR_OUTBOUND for clusters of other services',
  *check(mesh) {
    const done = new Set<unknown>();
    for (const target of targetsOfKind(mesh, ENVOY_FILTER)) {
      if (done.has(target.policy) || !isForWaypoint(mesh, target)) continue;
      done.add(target.policy);
      yield* offences(target);
    }
  },
};

function isForWaypoint(mesh: MeshObjects, { target: { kind, name }, object }: PolicyTarget): boolean {
  if (kind === GATEWAY_CLASS.kind) return name === WAYPOINT_CLASS;
  return object !== undefined && isOf(GATEWAY, object) && isWaypoint(mesh, object);
}

function* offences({ policy }: PolicyTarget): Generator<Offence> {
  const { configPatches } = (policy.body as { readonly spec: Record<string, unknown> }).spec;
  if (!Array.isArray(configPatches)) return;
  for (const [index, patch] of configPatches.entries()) {
    const match: unknown = isMapping(patch) ? patch.match : undefined;
    const context = isMapping(match) ? match.context : undefined;
    if (typeof context !== 'string' || !UNREAD.includes(context)) continue;
    yield { subject: policy, path: ['spec', 'configPatches', index, 'match', 'context'], message: `"${context}" is a context that no waypoint applies, expected SIDECAR_INBOUND` };
  }
}
