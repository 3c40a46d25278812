import { closedTunnels } from './facts/tunnels';
import { ztunnelPolicies } from './facts/ztunnel-policies';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { targetsOf } from '../authorization/attachment';
import { PolicyAction } from '../authorization/policy-action';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { actionOf } from '../authorization/rbac';
import { httpAttributesOf } from '../authorization/ztunnel/http-attributes';
import { waypointText } from '../binding/status-text';
import type { Waypoint } from '../binding/waypoint';

export const l7AllowDeniesAll: Rule = {
  id: 'l7-allow-denies-all',
  severity: Severity.ERROR,
  summary: 'every rule of an ALLOW policy at ztunnel asks for HTTP, so that it denies everything',
  why: 'ztunnel knows no HTTP and drops such rules, and so does a waypoint for the tunnels of its clients where policies are layered; an ALLOW policy without a rule allows nothing, and all traffic is refused',
  fix: 'enforce it at a waypoint: replace the selector by targetRefs that name the Service or, unless policies are layered, the Gateway',
  *check(mesh) {
    for (const { source, policy, http } of ztunnelPolicies(mesh)) {
      if (policy?.action !== PolicyAction.ALLOW || http.length === 0 || policy.rules.length > 0) continue;
      yield { subject: source, path: ['spec', 'rules'], message: `denies all traffic to the selected pods at ztunnel, which drops rules with ${http.join(', ')}` };
    }
    for (const { waypoint, policies } of closedTunnels(mesh)) {
      for (const subject of policies.filter(({ body }) => targetsOf(body).length > 0)) yield* atTunnels(subject, waypoint);
    }
  },
};

/** A policy for a Gateway, which is asked about the tunnels too where policies are layered. */
function atTunnels(subject: AuthorizationPolicy, waypoint: Waypoint): Offence[] {
  const http = [...new Set((subject.body.spec?.rules ?? []).flatMap(httpAttributesOf))].sort();
  if (actionOf(subject) !== PolicyAction.ALLOW || http.length === 0) return [];
  const message = `waypoint "${waypointText(waypoint)}" refuses the tunnels of all clients: about them it drops rules with ${http.join(', ')}`;
  return [{ subject, path: ['spec', 'rules'], message }];
}
