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
    for (const { source, policy } of ztunnelPolicies(mesh)) {
      if (policy?.scope !== 'GLOBAL' || policy.action !== PolicyAction.ALLOW || policy.rules.length === 0) continue;
      if (policy.rules.some(({ clauses }) => clauses.length === 0)) continue;
      yield { subject: source, path: ['metadata', 'namespace'], message: `"${source.namespace}" is the root namespace: what no rule allows is refused in the whole mesh` };
    }
  },
};
