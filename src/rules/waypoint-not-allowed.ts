import { boundOf } from './facts/bindings';
import { identitiesOf } from './facts/identity';
import { matchesIdentity, podPolicies } from './facts/pod-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { PolicyAction } from '../authorization/policy-action';

export const waypointNotAllowed: Rule = {
  id: 'waypoint-not-allowed',
  severity: Severity.ERROR,
  summary: 'an ALLOW policy at the destination rejects the waypoint',
  why: 'behind a waypoint ztunnel sees the identity of the waypoint, not that of the caller: the policy refuses every request that passes it',
  fix: 'add the identity of the waypoint to the principals, and move the check of callers to a policy with targetRefs',
  unsaidBy: ['AuthorizationPolicy'],
  *check(mesh) {
    const reported = new Set<string>();
    for (const binding of boundOf(mesh)) {
      const policies = podPolicies(mesh, PolicyAction.ALLOW, binding);
      for (const principal of policies.length > 0 ? identitiesOf(mesh, binding) : []) {
        if (policies.some(({ rules }) => rules.some((rule) => matchesIdentity(rule, principal) !== false))) continue;
        const { source } = policies[policies.length - 1];
        const key = `${source!.namespace}/${source!.name} ${principal}`;
        if (reported.has(key)) continue;
        reported.add(key);
        yield {
          subject: source!,
          path: ['spec', 'rules'],
          message: `no rule admits the waypoint of ${binding.subject.manifest.kind} ${binding.subject.manifest.name}, expected principals: ["${principal}"]`,
          related: [binding.claim.evidence],
        };
      }
    }
  },
};
