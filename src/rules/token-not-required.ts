import { policyTargets } from './facts/attached-policies';
import { TargetSet, tokenFields } from './facts/tokens';
import { isAtWaypoint } from './facts/waypoint-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION } from '../mesh/kinds/istio-security';
import { isOf } from '../mesh/manifest';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

export const tokenNotRequired: Rule = {
  id: 'token-not-required',
  severity: Severity.WARNING,
  summary: 'tokens are verified, and nobody asks for one',
  why: 'a RequestAuthentication refuses wrong tokens only: a request without a token passes, unless an AuthorizationPolicy asks for its principal or claims',
  fix: 'add an AuthorizationPolicy with the same targetRefs that denies notRequestPrincipals: ["*"], or allows requestPrincipals',
  unsaidBy: ['AuthorizationPolicy'],
  *check(mesh) {
    if (mesh.all(REQUEST_AUTHENTICATION).length === 0) return;
    const asking = new TargetSet(mesh, asksForToken);
    const reported = new Set<Manifest>();
    for (const target of policyTargets(mesh)) {
      const { policy, path } = target;
      if (policy.kind !== REQUEST_AUTHENTICATION.kind || reported.has(policy) || asking.covers(target)) continue;
      if (!isAtWaypoint(mesh, target)) continue;
      reported.add(policy);
      yield { subject: policy, path, message: `no AuthorizationPolicy asks for the token: requests to ${target.target.kind} ${target.target.name} pass without one`, ...!arePoliciesKnown(mesh, policy.namespace) && { severity: Severity.INFO } };
    }
  },
};

function asksForToken(policy: Manifest): boolean {
  return isOf(AUTHORIZATION_POLICY, policy) && tokenFields(policy.body.spec?.rules ?? []).length > 0;
}

function arePoliciesKnown(mesh: MeshObjects, namespace: string): boolean {
  return mesh.isComplete || mesh.inNamespace(AUTHORIZATION_POLICY, namespace).length > 0;
}
