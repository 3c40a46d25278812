import { policiesNaming } from './facts/policy-fields';
import { sourcesOf } from './facts/policy-sources';
import { ztunnelPolicies } from './facts/ztunnel-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { PolicyAction } from '../authorization/policy-action';
import type { PolicySource } from '../mesh/kinds/istio-security';

export const trustDomainsAtZtunnel: Rule = {
  id: 'trust-domains-at-ztunnel',
  severity: Severity.ERROR,
  summary: 'a policy at ztunnel asks for trust domains, which ztunnel does not read',
  why: 'Istio leaves them out without a word: a source of which nothing is left never matches, and one of which something is left matches callers of every trust domain',
  fix: 'name the identities, as principals: ["TRUST_DOMAIN/ns/NAMESPACE/sa/SERVICE_ACCOUNT"], or enforce the policy at a waypoint, by targetRefs',
  *check(mesh) {
    const naming = policiesNaming(mesh, (field) => TRUST_DOMAINS.some((name) => name === field));
    if (naming.size === 0) return;
    for (const { source: subject, policy } of ztunnelPolicies(mesh)) {
      if (!policy || !naming.has(subject)) continue;
      for (const { source, path } of sourcesOf(subject.body.spec?.rules ?? [])) {
        const field = TRUST_DOMAINS.find((name) => source[name]?.length);
        if (field) yield { subject, path: [...path, field], message: outcomeOf(source, policy.action) };
      }
    }
  },
};

const TRUST_DOMAINS = ['trustDomains', 'notTrustDomains'] as const;

function outcomeOf(source: PolicySource, action: string): string {
  const others = Object.entries(source).filter(([name, values]) => !TRUST_DOMAINS.some((each) => each === name) && values?.length);
  if (others.length > 0) return `not read at ztunnel: ${others.map(([name]) => name).join(', ')} alone decide, whatever the trust domain`;
  return action === PolicyAction.DENY ? 'never matches at ztunnel: what it should deny is allowed there' : 'never matches at ztunnel: whom it should allow is refused there';
}
