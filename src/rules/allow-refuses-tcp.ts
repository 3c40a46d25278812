import { targetsOfKind } from './facts/attached-policies';
import { firstTcpPort, hasTcpPorts, namesPorts } from './facts/tcp-ports';
import { TargetSet } from './facts/tokens';
import { isWaypointPolicy } from './facts/waypoint-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { PolicyAction } from '../authorization/policy-action';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { actionOf } from '../authorization/rbac';
import { httpAttributesOf } from '../authorization/ztunnel/http-attributes';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import { isOf } from '../mesh/manifest';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

export const allowRefusesTcp: Rule = {
  id: 'allow-refuses-tcp',
  severity: Severity.WARNING,
  summary: 'an ALLOW policy for HTTP holds on TCP ports too, where none of its rules counts',
  why: 'on a port that is not HTTP a waypoint leaves out the rules that ask for the request: nothing is allowed there, and every connection to it is reset',
  fix: 'add a rule for the port without anything of HTTP, or target only Services whose ports are all HTTP',
  *check(mesh) {
    const suspects = allowsForTcp(mesh);
    if (suspects.length === 0) return;
    const admitting = new TargetSet(mesh, admitsTcp);
    for (const { policy, target, port } of suspects) {
      if (!asksForHttpOnly(policy) || !isWaypointPolicy(mesh, policy) || admitting.covers(target)) continue;
      yield { subject: policy, path: target.path, message: `resets all connections to ${port}, which is declared as TCP: no rule counts there` };
    }
  },
};

/** The targets of ALLOW policies that have a port of TCP: few have. */
function allowsForTcp(mesh: MeshObjects) {
  if (!hasTcpPorts(mesh)) return [];
  return targetsOfKind(mesh, AUTHORIZATION_POLICY).flatMap((target) => {
    const { policy, target: { kind = '', name = '' } } = target;
    if (!isOf(AUTHORIZATION_POLICY, policy) || actionOf(policy) !== PolicyAction.ALLOW) return [];
    const port = firstTcpPort(mesh, kind, policy.namespace, name);
    return port ? [{ policy, target, port }] : [];
  });
}

/** Whether all rules of an ALLOW policy ask for HTTP, and not on certain ports alone. */
function asksForHttpOnly(policy: AuthorizationPolicy): boolean {
  const rules = policy.body.spec?.rules ?? [];
  return rules.length > 0 && rules.every((rule) => httpAttributesOf(rule).length > 0)
    && !rules.every(namesPorts);
}

/** An ALLOW policy with a rule that counts on TCP ports too. */
function admitsTcp(policy: Manifest): boolean {
  return isOf(AUTHORIZATION_POLICY, policy) && actionOf(policy) === PolicyAction.ALLOW
    && (policy.body.spec?.rules ?? []).some((rule) => httpAttributesOf(rule).length === 0);
}
