import { evadableField } from './facts/evadable-field';
import { operationsOf } from './facts/policy-sources';
import { waypointPoliciesNaming } from './facts/waypoint-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { caselessWildcardTest } from '../request/text-match';

export const hostMatchesLess: Rule = {
  id: 'host-matches-less',
  severity: Severity.WARNING,
  summary: 'a policy names a host without port, and a request can get around it by naming the port',
  why: 'the host of a request is compared with its port, where it has one: "example.com" does not match "example.com:80"',
  fix: 'name the host with any port beside it: "example.com" and "example.com:*"',
  *check(mesh) {
    for (const policy of waypointPoliciesNaming(mesh, (field) => field === 'hosts' || field === 'notHosts')) {
      const field = evadableField(policy, 'hosts', 'notHosts');
      for (const { operation, path } of field ? operationsOf(policy.body.spec?.rules ?? []) : []) {
        for (const { index, host } of evadable(operation[field!] ?? [])) {
          yield { subject: policy, path: [...path, field!, index], message: `"${host}" does not match "${host}:80", expected "${host}:*" beside it` };
        }
      }
    }
  },
};

/** The hosts without port that none of the others names with one. */
function evadable(hosts: readonly string[]): { index: number; host: string }[] {
  return hosts.map((host, index) => ({ index, host }))
    .filter(({ host }) => !/[*:]/.test(host) && !hosts.some((other) => caselessWildcardTest(other)(`${host}:8080`)));
}
