import type { Journey } from './journey';
import type { WaypointStop } from './waypoint-stop';
import { isIstioWaypoint } from './waypoint-stop';
import type { Authorization } from '../authorization/authorize';
import { isDryRun } from '../authorization/dry-run';
import { PolicyAction } from '../authorization/policy-action';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { actionOf } from '../authorization/rbac';
import { attachedAuthentications, attachedPolicies } from '../authorization/waypoint-policies';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

/** A policy that only the waypoint enforces. */
export interface LostPolicy {
  readonly policy: Manifest;
  readonly why: LossCause;
}

/** What a policy does for a request that is lost without its waypoint. */
export type LossCause =
  /** It refuses this request. */
  | 'refuses'
  /** It names those that may pass, and this request is not among them. */
  | 'does-not-allow'
  /** It has no say on this request. */
  | 'guards';

/** The policies that are not enforced if the waypoint is absent. Those that only pretend, or only write down, lose nothing. */
export function lostPolicies(mesh: MeshObjects, { stops, destination }: Journey): LostPolicy[] {
  const [stop] = stops;
  if (!isIstioWaypoint(mesh, stop.waypoint)) return [];
  const guarded = { waypoint: stop.waypoint, ...(destination.kind === 'service' && { service: destination.service.owner }) };
  const policies = attachedPolicies(mesh, guarded).filter((policy) => !isDryRun(policy) && actionOf(policy) !== PolicyAction.AUDIT);
  return [
    ...policies.map((policy) => ({ policy, why: causeOf(policy, stop) })),
    ...attachedAuthentications(mesh, guarded).map((policy): LostPolicy =>
      ({ policy, why: stop.hop?.authorization?.cause === 'jwt' ? 'refuses' : 'guards' })),
  ];
}

function causeOf(policy: AuthorizationPolicy, { hop }: WaypointStop): LossCause {
  const { isAllowed, by, cause } = hop?.authorization ?? ({} as Partial<Authorization>);
  if (isAllowed !== false) return 'guards';
  if (by?.policy === policy) return 'refuses';
  return cause === 'no-allow' && actionOf(policy) === PolicyAction.ALLOW ? 'does-not-allow' : 'guards';
}
