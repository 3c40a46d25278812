import { ztunnelPolicies } from './facts/ztunnel-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { PolicyAction } from '../authorization/policy-action';

export const l7AllowDeniesAll: Rule = {
  id: 'l7-allow-denies-all',
  severity: Severity.ERROR,
  summary: 'every rule of an ALLOW policy at ztunnel asks for HTTP, so that it denies everything',
  why: 'ztunnel knows no HTTP and drops such rules; an ALLOW policy without a rule allows nothing, and all traffic to the selected pods is refused',
  fix: 'enforce it at a waypoint: replace the selector by targetRefs that name the Service, or the Gateway',
  *check(mesh) {
    for (const { source, policy, http } of ztunnelPolicies(mesh)) {
      if (policy?.action !== PolicyAction.ALLOW || http.length === 0 || policy.rules.length > 0) continue;
      yield { subject: source, path: ['spec', 'rules'], message: `denies all traffic to the selected pods at ztunnel, which drops rules with ${http.join(', ')}` };
    }
  },
};
