import { ztunnelPolicies } from './facts/ztunnel-policies';
import type { Rule } from './rule';
import { Severity } from './rule';

export const policyRejectedByZtunnel: Rule = {
  id: 'policy-rejected-by-ztunnel',
  severity: Severity.ERROR,
  summary: 'ztunnel does not take the policy: CUSTOM, AUDIT or dry run',
  why: 'the policy is not enforced anywhere, as without targetRefs no waypoint enforces it',
  fix: 'add targetRefs that name a Service or Gateway with a waypoint, or use ALLOW or DENY',
  *check(mesh) {
    for (const { source, policy, problem } of ztunnelPolicies(mesh)) {
      if (!policy && problem) yield { subject: source, path: source.body.spec?.action ? ['spec', 'action'] : ['metadata', 'annotations'], message: problem };
    }
  },
};
