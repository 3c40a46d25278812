import type { Guarded } from './attachment';
import type { CustomRules } from './custom-action';
import { compileCustom } from './custom-action';
import type { WaypointPolicies } from './waypoint-policies';
import { waypointPolicies } from './waypoint-policies';
import type { MeshObjects } from '../mesh/mesh-objects';
import { rememberPair } from '../mesh/remember';

/** The policies of a waypoint, ready to be asked. */
export interface CompiledPolicies {
  readonly policies: WaypointPolicies;
  readonly custom: readonly CustomRules[];
}

/**
 * The policies that a waypoint asks about a service, or about a pod. Each set is made once.
 * @param forTcp whether the connection is not treated as HTTP
 */
export function compiledPolicies(mesh: MeshObjects, guarded: GuardedService, forTcp: boolean): CompiledPolicies {
  return forTcp ? tcpPolicies(mesh, guarded) : httpPolicies(mesh, guarded);
}

const httpPolicies = rememberPair((mesh: MeshObjects, guarded: GuardedService) => compile(mesh, guarded, false));
const tcpPolicies = rememberPair((mesh: MeshObjects, guarded: GuardedService) => compile(mesh, guarded, true));

function compile(mesh: MeshObjects, { waypoint, service, proxyLabels }: GuardedService, forTcp: boolean): CompiledPolicies {
  const guarded = { waypoint, ...(service && { service: service.owner }), ...(proxyLabels && { proxyLabels }) };
  const policies = waypointPolicies(mesh, guarded, forTcp);
  return { policies, custom: compileCustom(mesh, policies.custom, forTcp) };
}

/** What a client addresses behind a waypoint. */
interface GuardedService {
  readonly waypoint: Guarded['waypoint'];
  readonly service?: { readonly owner: NonNullable<Guarded['service']> };
  readonly proxyLabels?: Guarded['proxyLabels'];
}
