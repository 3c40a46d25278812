import type { Guarded } from './attachment';
import type { CustomRules } from './custom-action';
import { compileCustom } from './custom-action';
import type { WaypointPolicies } from './waypoint-policies';
import { waypointPolicies } from './waypoint-policies';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refKey } from '../mesh/object-ref';
import { remember } from '../mesh/remember';

/** The policies of a waypoint, ready to be asked. */
export interface CompiledPolicies {
  readonly policies: WaypointPolicies;
  readonly custom: readonly CustomRules[];
}

const known = remember((_: MeshObjects) => new Map<string, CompiledPolicies>());

/**
 * The policies that a waypoint asks about a service, or about a pod. Each set is made once.
 * @param forTcp whether the connection is not treated as HTTP
 */
export function compiledPolicies(mesh: MeshObjects, guarded: GuardedService, forTcp: boolean): CompiledPolicies {
  const { waypoint, service } = guarded;
  const owner = service?.owner;
  const key = `${waypoint.namespace}/${waypoint.name} ${owner ? refKey(owner) : ''} ${forTcp}`;
  let compiled = known(mesh).get(key);
  if (!compiled) {
    const policies = waypointPolicies(mesh, { waypoint, ...(owner && { service: owner }) }, forTcp);
    known(mesh).set(key, compiled = { policies, custom: compileCustom(mesh, policies.custom, forTcp) });
  }
  return compiled;
}

/** What a client addresses behind a waypoint. */
interface GuardedService {
  readonly waypoint: Guarded['waypoint'];
  readonly service?: { readonly owner: NonNullable<Guarded['service']> };
}
