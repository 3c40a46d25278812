import type { Enforcement } from './enforcement';
import { isEffective, reachesZtunnel } from './enforcement';
import { targetNotes } from './target-notes';
import { targetsOf } from '../authorization/attachment';
import { isDryRun } from '../authorization/dry-run';
import { PolicyAction } from '../authorization/policy-action';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { actionOf } from '../authorization/rbac';
import { canMatch, convertForZtunnel } from '../authorization/ztunnel/convert';
import { httpAttributesOf } from '../authorization/ztunnel/http-attributes';
import type { ZtunnelPolicy } from '../authorization/ztunnel/ztunnel-policy';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';
import { isTaken } from '../registry/refusal';

/** Where what a policy does differs from what its status says, or from what one reads there. */
export function policyNotes(mesh: MeshObjects, policy: AuthorizationPolicy, enforced: readonly Enforcement[]): string[] {
  return [
    ...idleNotes(policy),
    ...targetsOf(policy.body).length > 0 ? targetNotes(mesh, policy, enforced) : ztunnelNotes(mesh, policy),
    ...rejectionNotes(mesh, policy),
  ];
}

function idleNotes(policy: AuthorizationPolicy): string[] {
  if (isDryRun(policy)) return ['it only pretends, as istio.io/dry-run is true: nothing is refused by it'];
  return actionOf(policy) === PolicyAction.AUDIT ? ['it only writes down what it matches: nothing is refused by it'] : [];
}

function ztunnelNotes(mesh: MeshObjects, policy: AuthorizationPolicy): string[] {
  const { policy: converted } = convertForZtunnel(mesh, policy);
  if (!converted) return [];
  if (!reachesZtunnel(mesh, converted)) return ['ztunnel captures none of the workloads that it selects, and so does not enforce it'];
  return unmatchedNotes(policy, converted);
}

function unmatchedNotes(policy: AuthorizationPolicy, converted: ZtunnelPolicy): string[] {
  const rules = policy.body.spec?.rules ?? [];
  const kept = new Set(converted.rules.filter(canMatch).map(({ index }) => index));
  const lost = [...rules.keys()].filter((index) => !kept.has(index));
  if (lost.length === 0) return [];
  const http = [...new Set(lost.flatMap((index) => httpAttributesOf(rules[index])))].sort();
  const why = http.length > 0 ? `ztunnel does not know ${http.join(', ')}` : 'nothing that ztunnel knows is left of it';
  if (converted.action === PolicyAction.DENY) {
    const what = isEffective(converted) ? `${rulesText(lost)} can never match: what it should deny is allowed` : 'it has no effect: what it should deny is allowed';
    return [`${what}, as ${why}`];
  }
  return kept.size === 0 ? [`it allows nothing, so that all connections to what it selects are refused, as ${why}`] : [];
}

function rulesText(indexes: readonly number[]): string {
  return `${indexes.length === 1 ? 'rule' : 'rules'} ${indexes.join(', ')}`;
}

/** In Istio all policies that ztunnel rejects have one name, so that they overwrite each other. */
function rejectionNotes(mesh: MeshObjects, policy: AuthorizationPolicy): string[] {
  const rejected = rejectedPolicies(mesh);
  return rejected.size > 1 && rejected.has(policy)
    ? [`Istio writes the condition ZtunnelAccepted to one only, by chance, of the ${rejected.size} policies that ztunnel rejects`]
    : [];
}

const rejectedPolicies = remember((mesh: MeshObjects): ReadonlySet<AuthorizationPolicy> => {
  const isRejected = (policy: AuthorizationPolicy) => {
    const { policy: converted, problem } = convertForZtunnel(mesh, policy);
    return !converted && problem !== undefined && isTaken(policy);
  };
  return new Set(mesh.all(AUTHORIZATION_POLICY).filter(isRejected));
});
