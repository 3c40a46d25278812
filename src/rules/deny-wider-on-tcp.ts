import { targetsOfKind } from './facts/attached-policies';
import { firstTcpPort, namesPorts } from './facts/tcp-ports';
import { isWaypointPolicy } from './facts/waypoint-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { PolicyAction } from '../authorization/policy-action';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { actionOf } from '../authorization/rbac';
import { httpAttributesOf } from '../authorization/ztunnel/http-attributes';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import { isOf } from '../mesh/manifest';

export const denyWiderOnTcp: Rule = {
  id: 'deny-wider-on-tcp',
  severity: Severity.WARNING,
  summary: 'a DENY policy for HTTP is enforced on TCP ports too, where it denies more',
  why: 'on a port that is not HTTP a waypoint leaves out what a DENY rule asks of the request: every connection to it is reset',
  fix: 'name the HTTP ports in the rule, or target only Services whose ports are all HTTP',
  *check(mesh) {
    const policies = new Set(mesh.all(AUTHORIZATION_POLICY).filter((policy) => isUnlimitedDeny(policy) && isWaypointPolicy(mesh, policy)));
    for (const target of policies.size > 0 ? targetsOfKind(mesh, AUTHORIZATION_POLICY) : []) {
      const { policy } = target;
      if (!isOf(AUTHORIZATION_POLICY, policy) || !policies.has(policy)) continue;
      const port = firstTcpPort(mesh, target.target.kind ?? '', policy.namespace, target.target.name ?? '');
      if (port) yield { subject: policy, path: target.path, message: `resets all connections to ${port}, which is declared as TCP` };
    }
  },
};

/** A DENY policy with a rule that asks for HTTP and names no ports. */
function isUnlimitedDeny(policy: AuthorizationPolicy): boolean {
  return actionOf(policy) === PolicyAction.DENY && (policy.body.spec?.rules ?? []).some((rule) =>
    httpAttributesOf(rule).length > 0 && !namesPorts(rule));
}
