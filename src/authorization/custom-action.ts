import { isDryRun } from './dry-run';
import type { PolicyInput } from './policy-input';
import type { AuthorizationPolicy, RuleRef, RuleSet } from './rbac';
import { compileRuleSet, matchRuleSet } from './rbac';
import { MESH_CONFIG_MAP } from '../mesh/mesh-config';
import type { MeshObjects } from '../mesh/mesh-objects';
import { both, isUnknown, test, unknown } from '../request/truth';
import type { Maybe, Truth, Unknown } from '../request/truth';

/** The rules of CUSTOM policies that name one provider. */
export interface CustomRules {
  readonly provider: string;
  /** False: what the rules match is refused, because MeshConfig has no such provider, or because policies name several. */
  readonly isUsable: Truth;
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
    return [{ provider, isUsable: names.length === 1 && test(protocol, (spoken) => spoken !== 'none'), rules }];
  });
}

/** What a provider of MeshConfig speaks; `none` if none of that name can authorize. One that speaks HTTP is not asked about TCP. */
function protocolOf(mesh: MeshObjects, provider: string): Maybe<'http' | 'grpc' | 'none'> {
  const { rootNamespace, extensionProviders } = mesh.config;
  if (!mesh.isConfigKnown) return unknown(`whether MeshConfig (ConfigMap ${rootNamespace}/${MESH_CONFIG_MAP}) has the provider ${provider}`);
  const found = extensionProviders?.find(({ name }) => name === provider);
  if (found?.envoyExtAuthzHttp) return 'http';
  return found?.envoyExtAuthzGrpc ? 'grpc' : 'none';
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
    if (match.matched === true && isUsable === false) return { refusedBy: match.by };
    const answer = isUsable === true ? unknown(`the answer of the provider ${provider}`) : isUsable;
    open = [open, match.matched, answer].filter(isUnknown).reduce(both);
  }
  return open ? { open } : {};
}
