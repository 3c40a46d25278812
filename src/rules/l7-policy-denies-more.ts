import { denyParts } from './facts/deny-parts';
import { tunnelRefuser } from './facts/tunnels';
import type { ZtunnelUse } from './facts/ztunnel-policies';
import { ztunnelPolicies } from './facts/ztunnel-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { targetsOf } from '../authorization/attachment';
import { PolicyAction } from '../authorization/policy-action';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { waypointText } from '../binding/status-text';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import type { MeshObjects } from '../mesh/mesh-objects';

export const l7PolicyDeniesMore: Rule = {
  id: 'l7-policy-denies-more',
  severity: Severity.WARNING,
  summary: 'a policy at ztunnel loses what it asks of HTTP, and denies more than it says',
  why: 'ztunnel knows no HTTP: of an ALLOW policy it drops the rules that ask for it, of a DENY policy it ignores that part, so that the rest matches more; for the tunnels of its clients a waypoint does so too where policies are layered',
  fix: 'enforce what asks for HTTP at a waypoint, by a policy with targetRefs, and keep ports and identities here',
  *check(mesh) {
    for (const use of ztunnelPolicies(mesh)) {
      const outcome = atTunnels(mesh, use.source) ?? outcomeOf(use);
      if (outcome) yield { subject: use.source, path: ['spec', 'rules'], message: `${outcome} (found: ${use.http.join(', ')})` };
    }
    for (const subject of mesh.layeredPolicies ? mesh.all(AUTHORIZATION_POLICY).filter(({ body }) => targetsOf(body).length > 0) : []) {
      const message = atTunnels(mesh, subject);
      if (message) yield { subject, path: ['spec', 'rules'], message };
    }
  },
};

/** Of the tunnels of its clients a waypoint is asked where policies are layered; at the pods such a policy may do nothing at all. */
function atTunnels(mesh: MeshObjects, source: AuthorizationPolicy): string | undefined {
  const waypoint = tunnelRefuser(mesh, source);
  return waypoint && `waypoint "${waypointText(waypoint)}" refuses the tunnels of clients by what is left of it, whatever the requests in them are`;
}

function outcomeOf(use: ZtunnelUse): string | undefined {
  const { policy, http } = use;
  if (!policy || http.length === 0 || policy.rules.length === 0) return undefined;
  if (policy.action === PolicyAction.ALLOW) return 'the rules that ask for HTTP are dropped, so less is allowed than the policy says';
  return denyParts(use).some(({ isWider }) => isWider) ? 'denies the same ports and callers whatever the request is' : undefined;
}
