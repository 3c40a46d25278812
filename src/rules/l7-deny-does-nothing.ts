import { denyParts } from './facts/deny-parts';
import { tunnelRefuser } from './facts/tunnels';
import { ztunnelPolicies } from './facts/ztunnel-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { PolicyAction } from '../authorization/policy-action';
import { canMatch } from '../authorization/ztunnel/convert';

export const l7DenyDoesNothing: Rule = {
  id: 'l7-deny-does-nothing',
  severity: Severity.ERROR,
  summary: 'a DENY policy at ztunnel, or a part of it, can never match, as it asks for HTTP',
  why: 'ztunnel knows no HTTP: a clause of which nothing is left never holds, so that everything the policy should deny is allowed, whatever its status says',
  fix: 'enforce it at a waypoint: replace the selector by targetRefs that name the Service or, unless policies are layered, the Gateway',
  *check(mesh) {
    for (const use of ztunnelPolicies(mesh)) {
      const { source: subject, policy, http } = use;
      if (policy?.action !== PolicyAction.DENY || http.length === 0 || tunnelRefuser(mesh, subject)) continue;
      if (!policy.rules.some(canMatch)) {
        yield { subject, path: ['spec', 'rules'], message: `has no effect, everything is allowed: ztunnel does not know ${http.join(', ')}` };
        continue;
      }
      for (const part of denyParts(use)) {
        if (!part.isWider) yield { subject, path: part.path, message: `never matches, what it should deny is allowed: ztunnel does not know ${part.http.join(', ')}` };
      }
    }
  },
};
