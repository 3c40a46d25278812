import { isDryRun } from './dry-run';
import type { PolicyInput } from './policy-input';
import type { AuthorizationPolicy, RuleRef, RuleSet } from './rbac';
import { compileRuleSet, matchRuleSet } from './rbac';
import type { MeshObjects } from '../mesh/mesh-objects';
import { both, unknown } from '../request/truth';
import type { Unknown } from '../request/truth';

/** The rules of CUSTOM policies that name one provider. */
export interface CustomRules {
  readonly provider: string;
  /** False: what the rules match is refused, because MeshConfig has no such provider, or because policies name several. */
  readonly isUsable: boolean;
  readonly rules: RuleSet;
}

/** The rule by which a CUSTOM policy refuses, or what an external provider leaves open. */
export type CustomMatch = { readonly refusedBy: RuleRef } | { readonly refusedBy?: undefined; readonly open?: Unknown };

/**
 * Makes the CUSTOM policies of a waypoint ready to be asked.
 * @param forTcp whether the connection is not treated as HTTP
 * @see istio pilot/pkg/security/authz/builder/builder.go buildHTTP, buildTCP
 */
export function compileCustom(mesh: MeshObjects, policies: readonly AuthorizationPolicy[], forTcp: boolean): CustomRules[] {
  const { trustDomain, trustDomainAliases } = mesh.config;
  const use = { trustDomains: [trustDomain, ...trustDomainAliases], forTcp, isAllow: false };
  const names = [...new Set(policies.map(providerOf))].sort();
  return names.flatMap((provider) => {
    const protocol = protocolOf(mesh, provider);
    if (forTcp && protocol === 'http' && names.length === 1) return [];
    const rules = compileRuleSet(policies.filter((policy) => providerOf(policy) === provider && !isDryRun(policy)), use);
    return [{ provider, isUsable: protocol !== undefined && names.length === 1, rules }];
  });
}

/** What a provider of MeshConfig speaks; undefined if there is none of that name that can authorize. One that speaks HTTP is not asked about TCP. */
function protocolOf(mesh: MeshObjects, provider: string): 'http' | 'grpc' | undefined {
  const found = mesh.config.extensionProviders?.find(({ name }) => name === provider);
  if (found?.envoyExtAuthzHttp) return 'http';
  return found?.envoyExtAuthzGrpc && 'grpc';
}

function providerOf({ body }: AuthorizationPolicy): string {
  return body.spec?.provider?.name ?? '';
}

/** Asks the CUSTOM policies: what a provider would answer is not known. */
export function askCustom(custom: readonly CustomRules[], input: PolicyInput): CustomMatch {
  let open: Unknown | undefined;
  for (const { provider, isUsable, rules } of custom) {
    const match = matchRuleSet(rules, input);
    if (match.matched === false) continue;
    if (match.matched === true && !isUsable) return { refusedBy: match.by };
    const doubt = match.matched === true ? unknown(`the answer of the provider ${provider}`) : match.matched;
    open = open ? both(open, doubt) : doubt;
  }
  return open ? { open } : {};
}
