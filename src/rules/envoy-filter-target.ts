import { targetsOfKind } from './facts/attached-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { ENVOY_FILTER } from '../authorization/extension-kinds';

/**
 * The API names Services and ServiceEntries among the targets; the matcher for EnvoyFilters is given no services, though, so that they
 * never match.
 * @see istio pilot/pkg/model/push_context.go getMatchedEnvoyFilters, policyattachment.go ShouldAttachPolicy
 */
export const envoyFilterTarget: Rule = {
  id: 'envoy-filter-target',
  severity: Severity.ERROR,
  summary: 'an EnvoyFilter targets a Service or ServiceEntry',
  why: 'the documentation of the API allows it, but Istio matches EnvoyFilters with Gateways and GatewayClasses only: this one never applies',
  fix: 'target the Gateway of the waypoint, in its namespace',
  *check(mesh) {
    for (const { policy, target, path } of targetsOfKind(mesh, ENVOY_FILTER)) {
      if (target.kind !== 'Service' && target.kind !== 'ServiceEntry') continue;
      yield { subject: policy, path, message: `${target.kind} "${target.name}" is never matched, expected a Gateway` };
    }
  },
};
