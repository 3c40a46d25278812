import type { Guarded } from './attachment';
import { isAttached, policyNamespaces } from './attachment';
import { isDryRun } from './dry-run';
import { PolicyAction } from './policy-action';
import type { AuthorizationPolicy, RuleSet } from './rbac';
import { actionOf, compileRuleSet } from './rbac';
import { AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION } from '../mesh/kinds/istio-security';
import type { JwtRule } from '../mesh/kinds/istio-security';
import type { Manifest, ManifestOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { compareText } from '../mesh/object-ref';
import { isTaken } from '../registry/refusal';

/** The rules of one action, those that only pretend apart. */
export interface ActionRules {
  /** Undefined: no policy of that action is enforced. */
  readonly enforced: RuleSet | undefined;
  readonly dryRun: RuleSet | undefined;
}

/** All policies that a waypoint asks about what it guards, as one kind of connection. */
export interface WaypointPolicies {
  readonly jwtRules: readonly JwtRule[];
  readonly custom: readonly AuthorizationPolicy[];
  readonly deny: ActionRules;
  readonly allow: ActionRules;
  readonly audit: ActionRules;
}

/**
 * Collects the policies of a waypoint.
 * @param forTcp whether the connection is not treated as HTTP
 * @see istio pilot/pkg/model/authorization.go ListAuthorizationPolicies, pilot/pkg/model/authentication.go getConfigsForWorkload
 */
export function waypointPolicies(mesh: MeshObjects, guarded: Guarded, forTcp: boolean): WaypointPolicies {
  const policies = attachedPolicies(mesh, guarded);
  return {
    jwtRules: forTcp ? [] : attachedJwtRules(mesh, guarded),
    custom: policies.filter((policy) => actionOf(policy) === PolicyAction.CUSTOM),
    ...rulesOfPolicies(mesh, policies, forTcp),
  };
}

/** The rules of policies by action, but for CUSTOM. @param forTcp as above */
export function rulesOfPolicies(
  mesh: MeshObjects, policies: readonly AuthorizationPolicy[], forTcp: boolean,
): Pick<WaypointPolicies, 'deny' | 'allow' | 'audit'> {
  const { trustDomain, trustDomainAliases } = mesh.config;
  const trustDomains = [trustDomain, ...trustDomainAliases];
  const rulesOf = (action: PolicyAction): ActionRules => {
    const [enforced, dryRun] = [false, true].map((pretends) => {
      const chosen = policies.filter((policy) => actionOf(policy) === action && isDryRun(policy) === pretends);
      return chosen.length > 0 ? compileRuleSet(chosen, { trustDomains, forTcp, isAllow: action === PolicyAction.ALLOW }) : undefined;
    });
    return { enforced, dryRun };
  };
  return { deny: rulesOf(PolicyAction.DENY), allow: rulesOf(PolicyAction.ALLOW), audit: rulesOf(PolicyAction.AUDIT) };
}

/** The AuthorizationPolicies that apply at a waypoint: oldest first in each namespace. What no cluster takes is not there. */
export function attachedPolicies(mesh: MeshObjects, guarded: Guarded): AuthorizationPolicy[] {
  return policyNamespaces(mesh, guarded).flatMap((namespace) => [...mesh.inNamespace(AUTHORIZATION_POLICY, namespace)]
    .filter((policy) => isAttached(mesh, policy, guarded) && isTaken(policy))
    .sort(byAge));
}

/** The RequestAuthentications that apply at a waypoint, those of its own namespace first. */
export function attachedAuthentications(mesh: MeshObjects, guarded: Guarded): RequestAuthentication[] {
  const { waypoint } = guarded;
  const lookedAt = policyNamespaces(mesh, mesh.supports('authenticationsOfServices') ? guarded : { waypoint });
  return [...new Set([waypoint.namespace, ...lookedAt])]
    .flatMap((namespace) => [...mesh.inNamespace(REQUEST_AUTHENTICATION, namespace)]
      .filter((authentication) => isAttached(mesh, authentication, guarded) && isTaken(authentication))
      .sort(byAge));
}

type RequestAuthentication = ManifestOf<typeof REQUEST_AUTHENTICATION>;

/** @see istio pilot/pkg/security/authn/policy_applier.go newPolicyApplier */
function attachedJwtRules(mesh: MeshObjects, guarded: Guarded): JwtRule[] {
  return attachedAuthentications(mesh, guarded)
    .flatMap(({ body }) => body.spec?.jwtRules ?? [])
    .sort((a, b) => compareText(a.issuer ?? '', b.issuer ?? ''));
}

/** @see istio pilot/pkg/model/config.go sortConfigByCreationTime */
function byAge(a: Manifest, b: Manifest): number {
  return compareText(a.created, b.created) || compareText(a.name, b.name);
}
