import { denyParts } from './facts/deny-parts';
import type { ZtunnelUse } from './facts/ztunnel-policies';
import { ztunnelPolicies } from './facts/ztunnel-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { PolicyAction } from '../authorization/policy-action';

export const l7PolicyDeniesMore: Rule = {
  id: 'l7-policy-denies-more',
  severity: Severity.WARNING,
  summary: 'a policy at ztunnel loses what it asks of HTTP, and denies more than it says',
  why: 'ztunnel knows no HTTP: of an ALLOW policy it drops the rules that ask for it, of a DENY policy it ignores that part, so that the rest matches more',
  fix: 'enforce what asks for HTTP at a waypoint, by a policy with targetRefs, and keep ports and identities here',
  *check(mesh) {
    for (const use of ztunnelPolicies(mesh)) {
      const outcome = outcomeOf(use);
      if (outcome) yield { subject: use.source, path: ['spec', 'rules'], message: `${outcome} (found: ${use.http.join(', ')})` };
    }
  },
};

function outcomeOf(use: ZtunnelUse): string | undefined {
  const { policy, http } = use;
  if (!policy || http.length === 0 || policy.rules.length === 0) return undefined;
  if (policy.action === PolicyAction.ALLOW) return 'the rules that ask for HTTP are dropped, so less is allowed than the policy says';
  return denyParts(use).some(({ isWider }) => isWider) ? 'denies the same ports and callers whatever the request is' : undefined;
}
