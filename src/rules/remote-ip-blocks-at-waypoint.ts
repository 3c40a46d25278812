import { conditionsOf, sourcesOf } from './facts/policy-sources';
import { waypointPoliciesNaming } from './facts/waypoint-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import type { PolicyRule } from '../mesh/kinds/istio-security';
import type { FieldPath } from '../mesh/positions';

export const remoteIpBlocksAtWaypoint: Rule = {
  id: 'remote-ip-blocks-at-waypoint',
  severity: Severity.WARNING,
  summary: 'a policy of a waypoint asks for an address that the caller can choose',
  why: 'a waypoint takes the last entry of X-Forwarded-For for the remote address if the request has that header, and any client can send it',
  fix: 'ask for identities; where only an ingress may call, ask for the identity of the ingress too',
  *check(mesh) {
    for (const policy of waypointPoliciesNaming(mesh, isRemoteAddress)) {
      for (const path of fieldsOf(policy.body.spec?.rules ?? [])) {
        yield { subject: policy, path, message: 'a client in the mesh can choose its remote address by X-Forwarded-For' };
      }
    }
  },
};

function isRemoteAddress(field: string): boolean {
  return /remoteIpBlocks$/i.test(field) || field === 'remote.ip';
}

/** A caller that is named beside cannot be just any client. */
function fieldsOf(rules: readonly PolicyRule[]): FieldPath[] {
  return [
    ...sourcesOf(rules)
      .filter(({ source }) => !source.principals?.length && !source.serviceAccounts?.length)
      .flatMap(({ source, path }) => (['remoteIpBlocks', 'notRemoteIpBlocks'] as const).filter((field) => source[field]?.length)
        .map((field) => [...path, field])),
    ...conditionsOf(rules).filter(({ condition }) => condition.key === 'remote.ip').map(({ path }) => path),
  ];
}
