import { tunnelWaypoint } from './facts/tunnels';
import { waypointPoliciesNaming } from './facts/waypoint-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { PolicyAction } from '../authorization/policy-action';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { actionOf } from '../authorization/rbac';
import type { PolicyRule } from '../mesh/kinds/istio-security';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';

export const ipBlocksAtWaypoint: Rule = {
  id: 'ip-blocks-at-waypoint',
  severity: Severity.ERROR,
  summary: 'a policy of a waypoint asks for the IP address of the peer',
  why: 'inside of a waypoint the peer has no IP address: ipBlocks never match, so an ALLOW rule denies and a DENY rule does nothing, and notIpBlocks always match',
  fix: 'ask for identities; addresses can be asked for at ztunnel, by a policy without targetRefs',
  *check(mesh) {
    for (const policy of waypointPoliciesNaming(mesh, isPeerAddress)) {
      for (const [index, rule] of (policy.body.spec?.rules ?? []).entries()) {
        for (const { path, matches } of conditionsOf(rule).filter((one) => one.matches || !deniesTunnels(mesh, policy))) {
          yield { subject: policy, path: ['spec', 'rules', index, ...path], message: matches ? 'always matches at a waypoint' : 'never matches at a waypoint' };
        }
      }
    }
  },
};

/** Whether a DENY policy matches the tunnels of clients, which have their addresses. */
function deniesTunnels(mesh: MeshObjects, policy: AuthorizationPolicy): boolean {
  return actionOf(policy) === PolicyAction.DENY && tunnelWaypoint(mesh, policy) !== undefined;
}

function isPeerAddress(field: string): boolean {
  return ['ipBlocks', 'notIpBlocks', 'source.ip'].includes(field);
}

function conditionsOf({ from = [], when = [] }: PolicyRule): { path: FieldPath; matches: boolean }[] {
  return [
    ...from.flatMap(({ source }, index) => [
      ...source?.ipBlocks?.length ? [{ path: ['from', index, 'source', 'ipBlocks'], matches: false }] : [],
      ...source?.notIpBlocks?.length ? [{ path: ['from', index, 'source', 'notIpBlocks'], matches: true }] : [],
    ]),
    ...when.flatMap(({ key, values }, index) =>
      key === 'source.ip' ? [{ path: ['when', index, values?.length ? 'values' : 'notValues'], matches: !values?.length }] : []),
  ];
}
