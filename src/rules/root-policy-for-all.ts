import { ztunnelPolicies } from './facts/ztunnel-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { PolicyAction } from '../authorization/policy-action';

export const rootPolicyForAll: Rule = {
  id: 'root-policy-for-all',
  severity: Severity.WARNING,
  summary: 'an ALLOW policy in the root namespace limits every workload of the mesh',
  why: 'without selector it holds in all namespaces: whoever it does not name is refused everywhere, waypoints on the way to their services among them',
  fix: 'move it into the namespace that it is for, or select the workloads',
  *check(mesh) {
    const forAll = ztunnelPolicies(mesh).flatMap(({ source, policy }) =>
      policy?.scope === 'GLOBAL' && policy.action === PolicyAction.ALLOW ? [{ source, rules: policy.rules }] : []);
    // Beside a policy that allows nothing at all, the others can but let more in.
    if (forAll.some(({ rules }) => rules.length === 0)) return;
    for (const { source, rules } of forAll) {
      if (rules.some(({ clauses }) => clauses.length === 0)) continue;
      yield { subject: source, path: ['metadata', 'namespace'], message: `"${source.namespace}" is the root namespace: what no rule allows is refused in the whole mesh` };
    }
  },
};
