import { policyTargets } from './facts/attached-policies';
import { isTokenField, TargetSet, tokenFields } from './facts/tokens';
import { waypointPoliciesNaming } from './facts/waypoint-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { REQUEST_AUTHENTICATION } from '../mesh/kinds/istio-security';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

export const jwtRuleWithoutAuthentication: Rule = {
  id: 'jwt-rule-without-authentication',
  severity: Severity.ERROR,
  summary: 'a policy asks for a token, and no RequestAuthentication verifies one for its targets',
  why: 'without RequestAuthentication no request has a principal or claims: ALLOW rules for them deny all, and DENY rules for their absence deny all',
  fix: 'add a RequestAuthentication with the same targetRefs, or one for the Gateway of the waypoint',
  *check(mesh) {
    const asking = waypointPoliciesNaming(mesh, isTokenField);
    const unverified = asking.length > 0 ? unverifiedPolicies(mesh) : NONE;
    for (const policy of asking) {
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

const NONE: ReadonlySet<Manifest> = new Set();

/** The policies with a target to which no RequestAuthentication is attached. */
function unverifiedPolicies(mesh: MeshObjects): ReadonlySet<Manifest> {
  const verified = new TargetSet(mesh, ({ kind }) => kind === REQUEST_AUTHENTICATION.kind);
  return new Set(policyTargets(mesh).filter((target) => !verified.covers(target)).map(({ policy }) => policy));
}
