import { policyTargets } from './facts/attached-policies';
import { sourcesOf } from './facts/policy-sources';
import { isTokenField, TargetSet, tokenFields } from './facts/tokens';
import { waypointPoliciesNaming } from './facts/waypoint-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { REQUEST_AUTHENTICATION } from '../mesh/kinds/istio-security';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';
import { remember } from '../mesh/remember';

export const jwtRuleWithoutAuthentication: Rule = {
  id: 'jwt-rule-without-authentication',
  severity: Severity.ERROR,
  summary: 'a policy asks for a token, and no RequestAuthentication verifies one for its targets',
  why: 'without RequestAuthentication no request has a principal or claims: ALLOW rules for them deny all, and DENY rules for their absence deny all',
  fix: 'add a RequestAuthentication with the same targetRefs, or one for the Gateway of the waypoint',
  unsaidBy: ['RequestAuthentication'],
  *check(mesh) {
    const asking = waypointPoliciesNaming(mesh, isTokenField);
    const unverified = asking.length > 0 ? unverifiedPolicies(mesh) : NONE;
    for (const policy of asking) {
      const isUnverified = unverified.has(policy);
      const fault = isUnverified ? anyToken(policy) : foreignIssuer(mesh, policy);
      if (!fault) continue;
      const isUnknown = !mesh.isComplete && (!isUnverified || mesh.inNamespace(REQUEST_AUTHENTICATION, policy.namespace).length === 0);
      yield { subject: policy, ...fault, ...isUnknown && { severity: Severity.WARNING } };
    }
  },
};

interface Fault {
  readonly path: FieldPath;
  readonly message: string;
}

function anyToken({ body }: AuthorizationPolicy): Fault | undefined {
  const [path] = tokenFields(body.spec?.rules ?? []);
  return path && { path, message: 'no RequestAuthentication is attached to what the policy targets' };
}

/** A principal is ISSUER/SUBJECT. */
function foreignIssuer(mesh: MeshObjects, { body }: AuthorizationPolicy): Fault | undefined {
  const known = issuers(mesh);
  for (const { source, path } of sourcesOf(body.spec?.rules ?? [])) {
    for (const [index, principal] of (source.requestPrincipals ?? []).entries()) {
      const [, issuer] = /^([^*]+)\/[^/]*$/.exec(principal) ?? [];
      if (!issuer || known.has(issuer)) continue;
      return { path: [...path, 'requestPrincipals', index], message: `no RequestAuthentication verifies tokens of "${issuer}": the principal never matches` };
    }
  }
  return undefined;
}

const issuers = remember((mesh: MeshObjects): ReadonlySet<string> => new Set(mesh.all(REQUEST_AUTHENTICATION)
  .flatMap(({ body }) => body.spec?.jwtRules ?? []).flatMap(({ issuer }) => issuer ?? [])));

const NONE: ReadonlySet<Manifest> = new Set();

/** The policies with a target to which no RequestAuthentication is attached. */
function unverifiedPolicies(mesh: MeshObjects): ReadonlySet<Manifest> {
  const verified = new TargetSet(mesh, ({ kind }) => kind === REQUEST_AUTHENTICATION.kind);
  return new Set(policyTargets(mesh).filter((target) => !verified.covers(target)).map(({ policy }) => policy));
}
