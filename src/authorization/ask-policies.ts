import type { Guarded } from './attachment';
import { isAttached, policyNamespaces, targetRefsOf } from './attachment';
import { isDryRun } from './dry-run';
import type { Mismatch } from './mismatch';
import { mismatchesOf } from './mismatch';
import { PolicyAction } from './policy-action';
import type { PolicyInput } from './policy-input';
import type { AuthorizationPolicy } from './rbac';
import { actionOf, compileRuleSet, matchRuleSet } from './rbac';
import { attachedPolicies } from './waypoint-policies';
import { WAYPOINT_CLASS } from '../istio/classes';
import { groupBy } from '../mesh/group-by';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import type { TargetRef } from '../mesh/kinds/istio-security';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';
import { isTaken } from '../registry/refusal';
import type { Truth } from '../request/truth';

/** What one policy has to say on a request, whatever the others say. */
export interface AskedPolicy {
  readonly policy: AuthorizationPolicy;
  readonly action: PolicyAction;
  /** Why the waypoint does not enforce it; undefined: it does. */
  readonly idle?: IdleCause;
  /** Whether one of its rules matches. */
  readonly matched: Truth;
  /** The rule that surely matches. */
  readonly rule?: number;
  /** Why the others do not; none of a policy that is not asked. */
  readonly mismatches: readonly Mismatch[];
}

/** Why a policy that names what a waypoint guards, or the waypoint, is not enforced there. */
export type IdleCause = 'refused' | 'dry-run' | 'audit' | 'other-namespace' | 'not-the-waypoint-class' | 'not-in-root-namespace' | 'not-for-ingress';

/**
 * Asks the policies of a waypoint one by one. Those that name what it guards and do not apply are among the answers.
 * @param forTcp whether the connection is not treated as HTTP
 */
export function askPolicies(mesh: MeshObjects, guarded: Guarded, input: PolicyInput, forTcp: boolean): AskedPolicy[] {
  return [
    ...attachedPolicies(mesh, guarded).map((policy) => askPolicy(mesh, policy, input, forTcp)),
    ...missedBy(mesh, guarded).map((missed) => ({ ...missed, action: actionOf(missed.policy), matched: false, mismatches: [] })),
  ];
}

/** Asks one policy. @param forTcp whether it is asked about a connection that is not treated as HTTP */
export function askPolicy(mesh: MeshObjects, policy: AuthorizationPolicy, input: PolicyInput, forTcp: boolean): AskedPolicy {
  const { trustDomain, trustDomainAliases } = mesh.config;
  const action = actionOf(policy);
  const use = { trustDomains: [trustDomain, ...trustDomainAliases], forTcp, isAllow: action === PolicyAction.ALLOW };
  const match = matchRuleSet(compileRuleSet([policy], use), input);
  const idle = idleByItself(policy);
  const asked = { policy, action, matched: match.matched, mismatches: mismatchesOf(policy, use, input) };
  return { ...asked, ...(idle && { idle }), ...(match.matched === true && { rule: match.by.rule }) };
}

function idleByItself(policy: AuthorizationPolicy): IdleCause | undefined {
  if (isDryRun(policy)) return 'dry-run';
  return actionOf(policy) === PolicyAction.AUDIT ? 'audit' : undefined;
}

/** The policies that target something which is not where they live, by its kind and name. */
const strays = remember((mesh: MeshObjects) => groupBy(mesh.all(AUTHORIZATION_POLICY), (policy) =>
  targetRefsOf(policy.body).filter((target) => !isAtHome(mesh, policy, target)).map(targetKey)));

function targetKey({ kind = '', name = '' }: TargetRef): string {
  return kind === 'GatewayClass' ? kind : `${kind}/${name}`;
}

function isAtHome(mesh: MeshObjects, { namespace }: AuthorizationPolicy, { group = '', kind = '', name = '' }: TargetRef): boolean {
  return mesh.findRef({ group, kind, namespace, name }) !== undefined;
}

function missedBy(mesh: MeshObjects, guarded: Guarded): { policy: AuthorizationPolicy; idle: IdleCause }[] {
  const { waypoint, service } = guarded;
  const keys = [`Gateway/${waypoint.name}`, 'GatewayClass', ...service ? [`${service.kind}/${service.name}`] : []];
  const elsewhere = new Set(keys.flatMap((key) => strays(mesh).get(key) ?? []));
  const refused = policyNamespaces(mesh, guarded).flatMap((namespace) => [...mesh.inNamespace(AUTHORIZATION_POLICY, namespace)])
    .filter((policy) => isAttached(mesh, policy, guarded) && !isTaken(policy));
  const unread = unreadByIngress(mesh, guarded);
  return [
    ...refused.map((policy) => ({ policy, idle: 'refused' as const })),
    ...unread.map((policy) => ({ policy, idle: 'not-for-ingress' as const })),
    ...[...elsewhere].filter((policy) => !isAttached(mesh, policy, guarded) && !unread.includes(policy))
      .map((policy) => ({ policy, idle: missCause(mesh, targetRefsOf(policy.body), policy) })),
  ];
}

/** What a waypoint of Istio's would enforce, and an ingress gateway in its place does not. */
function unreadByIngress(mesh: MeshObjects, guarded: Guarded): AuthorizationPolicy[] {
  const { waypoint, service, proxyLabels } = guarded;
  const missed = proxyLabels ? attachedPolicies(mesh, { waypoint, ...(service && { service }) }) : [];
  return missed.filter((policy) => !isAttached(mesh, policy, guarded));
}

function missCause(mesh: MeshObjects, targets: readonly TargetRef[], { namespace }: AuthorizationPolicy): IdleCause {
  const classes = targets.filter(({ kind }) => kind === 'GatewayClass');
  if (classes.length < targets.length) return 'other-namespace';
  return namespace === mesh.config.rootNamespace && classes.every(({ name }) => name !== WAYPOINT_CLASS)
    ? 'not-the-waypoint-class'
    : 'not-in-root-namespace';
}
