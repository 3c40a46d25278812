import type { Destination } from './destination';
import { ClientOutcome } from './first-hop';
import type { Journey } from './journey';
import { guardedAt } from './proxy';
import { tunnelPolicies } from './tunnel-policies';
import type { WaypointStop } from './waypoint-stop';
import type { Guarded } from '../authorization/attachment';
import type { Authorization } from '../authorization/authorize';
import { isDryRun } from '../authorization/dry-run';
import { PolicyAction } from '../authorization/policy-action';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { actionOf } from '../authorization/rbac';
import { attachedAuthentications, attachedPolicies } from '../authorization/waypoint-policies';
import type { ZtunnelDecision } from '../authorization/ztunnel/decide';
import { waypointOfBinding } from '../binding/binding';
import type { Waypoint } from '../binding/waypoint';
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
export function lostPolicies(mesh: MeshObjects, { stops: [stop], destination }: Journey): LostPolicy[] {
  const guarded = guardedBy(mesh, stop.waypoint, destination);
  return guarded === undefined ? [] : [
    ...enforcedPolicies(mesh, guarded).map((policy) => ({ policy, why: causeOf(policy, stop) })),
    ...attachedAuthentications(mesh, guarded).map((policy): LostPolicy =>
      ({ policy, why: stop.hop?.authorization?.cause === 'jwt' ? 'refuses' : 'guards' })),
  ];
}

/** The policies that the waypoint of the destination enforces on others, and not on a request that goes past it. */
export function bypassedPolicies(mesh: MeshObjects, { firstHop: { outcome, binding }, destination }: Journey): Manifest[] {
  const waypoint = outcome === ClientOutcome.BYPASS && binding ? waypointOfBinding(binding) : undefined;
  const guarded = waypoint && guardedBy(mesh, waypoint, destination);
  return guarded === undefined ? [] : [...enforcedPolicies(mesh, guarded), ...attachedAuthentications(mesh, guarded)];
}

function guardedBy(mesh: MeshObjects, waypoint: Waypoint, destination: Destination): Guarded | undefined {
  const service = destination.kind === 'service' ? destination.service : destination.kind === 'workload' ? destination.endpointOf : undefined;
  return guardedAt(mesh, waypoint, service?.owner);
}

function enforcedPolicies(mesh: MeshObjects, guarded: Guarded): AuthorizationPolicy[] {
  const policies = new Set([...tunnelPolicies(mesh, guarded), ...attachedPolicies(mesh, guarded)]);
  return [...policies].filter((policy) => !isDryRun(policy) && actionOf(policy) !== PolicyAction.AUDIT);
}

function causeOf(policy: AuthorizationPolicy, { hop, gate }: WaypointStop): LossCause {
  if (gate?.isAllowed === false) return causeAtPods(policy, gate);
  const { isAllowed, by, cause } = hop?.authorization ?? ({} as Partial<Authorization>);
  if (isAllowed !== false) return 'guards';
  if (by?.policy === policy) return 'refuses';
  return cause === 'no-allow' && actionOf(policy) === PolicyAction.ALLOW ? 'does-not-allow' : 'guards';
}

function causeAtPods(policy: AuthorizationPolicy, { by, cause, asked }: ZtunnelDecision): LossCause {
  if (by) return by.policy.source === policy ? 'refuses' : 'guards';
  const isAsked = asked.some(({ policy: { source } }) => source === policy);
  return cause === 'no-allow' && isAsked && actionOf(policy) === PolicyAction.ALLOW ? 'does-not-allow' : 'guards';
}
