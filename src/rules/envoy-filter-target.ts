import { policyTargets } from './facts/attached-policies';
import type { Rule } from './rule';
import { Severity } from './rule';

export const envoyFilterTarget: Rule = {
  id: 'envoy-filter-target',
  severity: Severity.ERROR,
  summary: 'an EnvoyFilter targets a Service or ServiceEntry',
  why: 'Istio matches EnvoyFilters with Gateways and GatewayClasses only: this one never applies',
  fix: 'target the Gateway of the waypoint, in its namespace',
  *check(mesh) {
    for (const { policy, target, path } of policyTargets(mesh)) {
      if (policy.kind !== 'EnvoyFilter' || (target.kind !== 'Service' && target.kind !== 'ServiceEntry')) continue;
      yield { subject: policy, path, message: `${target.kind} "${target.name}" is never matched, expected a Gateway` };
    }
  },
};
