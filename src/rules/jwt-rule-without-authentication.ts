import type { PolicyTarget } from './facts/attached-policies';
import { policyTargets } from './facts/attached-policies';
import { conditionsOf, sourcesOf } from './facts/policy-sources';
import { waypointPolicies } from './facts/waypoint-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import type { PolicyRule } from '../mesh/kinds/istio-security';
import { REQUEST_AUTHENTICATION } from '../mesh/kinds/istio-security';
import type { FieldPath } from '../mesh/positions';

export const jwtRuleWithoutAuthentication: Rule = {
  id: 'jwt-rule-without-authentication',
  severity: Severity.ERROR,
  summary: 'a policy asks for a token, and no RequestAuthentication verifies one for its targets',
  why: 'without RequestAuthentication no request has a principal or claims: ALLOW rules for them deny all, and DENY rules for their absence deny all',
  fix: 'add a RequestAuthentication with the same targetRefs, or one for the Gateway of the waypoint',
  *check(mesh) {
    const verified = new Set(policyTargets(mesh).filter(({ policy }) => policy.kind === REQUEST_AUTHENTICATION.kind).map(keyOf));
    const unverified = new Set(policyTargets(mesh).filter((target) => !isVerified(target, verified)).map(({ policy }) => policy));
    for (const policy of waypointPolicies(mesh)) {
      const [path] = unverified.has(policy) ? tokenFields(policy.body.spec?.rules ?? []) : [];
      if (!path) continue;
      yield {
        subject: policy,
        path,
        message: 'no RequestAuthentication is attached to what the policy targets',
        ...!mesh.isComplete && mesh.inNamespace(REQUEST_AUTHENTICATION, policy.namespace).length === 0 && { severity: Severity.WARNING },
      };
    }
  },
};

/** What is attached to a Gateway or to its class holds for all services of the waypoint. */
function isVerified(target: PolicyTarget, verified: ReadonlySet<string>): boolean {
  return verified.has(keyOf(target)) || [...verified].some((key) => key.startsWith('Gateway'));
}

function keyOf({ policy, target }: PolicyTarget): string {
  return `${target.kind}/${policy.namespace}/${target.name}`;
}

function tokenFields(rules: readonly PolicyRule[]): FieldPath[] {
  return [
    ...sourcesOf(rules).flatMap(({ source, path }) =>
      (['requestPrincipals', 'notRequestPrincipals'] as const).filter((field) => source[field]?.length).map((field) => [...path, field])),
    ...conditionsOf(rules).filter(({ condition }) => condition.key?.startsWith('request.auth.')).map(({ path }) => path),
  ];
}
