import { boundOf } from './facts/bindings';
import { identitiesOf } from './facts/identity';
import { matchesIdentity, podPolicies } from './facts/pod-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { PolicyAction } from '../authorization/policy-action';
import type { Bound } from '../binding/binding';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

export const waypointDenied: Rule = {
  id: 'waypoint-denied',
  severity: Severity.ERROR,
  summary: 'a DENY policy at the destination refuses the waypoint',
  why: 'behind a waypoint ztunnel sees the identity of the waypoint, not that of the caller: a policy that denies all but some callers denies every request that passes it',
  fix: 'add the identity of the waypoint to those that are excepted, and move the check of callers to a policy with targetRefs',
  *check(mesh) {
    const reported = new Set<string>();
    for (const binding of boundOf(mesh)) {
      for (const { policy, rule, principal } of denials(mesh, binding)) {
        const key = `${policy.namespace}/${policy.name} ${principal}`;
        if (reported.has(key)) continue;
        reported.add(key);
        yield {
          subject: policy,
          path: ['spec', 'rules', rule],
          message: `denies the waypoint of ${binding.subject.manifest.kind} ${binding.subject.manifest.name}, "${principal}", and with it every request that passes it`,
          related: [binding.claim.evidence],
        };
      }
    }
  },
};

/** The policies that deny a waypoint of a Service, and by which rule. One without a clause denies everybody, and is meant so. */
function denials(mesh: MeshObjects, binding: Bound): { policy: Manifest; rule: number; principal: string }[] {
  return podPolicies(mesh, PolicyAction.DENY, binding).flatMap(({ source, rules }) => identitiesOf(mesh, binding).flatMap((principal) => {
    const rule = rules.find((one) => one.clauses.length > 0 && matchesIdentity(one, principal) === true);
    return source && rule ? [{ policy: source, rule: rule.index, principal }] : [];
  }));
}
