import { boundOf } from './facts/bindings';
import { identitiesOf } from './facts/identity';
import { ztunnelPolicies } from './facts/ztunnel-policies';
import type { Rule } from './rule';
import { Severity } from './rule';
import { PolicyAction } from '../authorization/policy-action';
import type { ZtunnelPolicy, ZtunnelRule } from '../authorization/ztunnel/ztunnel-policy';
import type { Bound } from '../binding/binding';
import { TrafficPath } from '../binding/binding';
import type { StringMap } from '../mesh/fields';
import { SERVICE } from '../mesh/kinds/core';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';
import { SelectorIndex } from '../mesh/selector-index';
import { allOf, anyOf, unknown } from '../request/truth';
import type { Truth } from '../request/truth';

export const waypointNotAllowed: Rule = {
  id: 'waypoint-not-allowed',
  severity: Severity.ERROR,
  summary: 'an ALLOW policy at the destination rejects the waypoint',
  why: 'behind a waypoint ztunnel sees the identity of the waypoint, not that of the caller: the policy refuses every request that passes it',
  fix: 'add the identity of the waypoint to the principals, and move the check of callers to a policy with targetRefs',
  *check(mesh) {
    const reported = new Set<string>();
    for (const binding of boundOf(mesh)) {
      const policies = policiesOf(mesh, binding);
      for (const principal of policies.length > 0 ? identitiesOf(mesh, binding) : []) {
        if (policies.some(({ rules }) => rules.some((rule) => admits(rule, principal) !== false))) continue;
        const { source } = policies[policies.length - 1];
        const key = `${source!.namespace}/${source!.name} ${principal}`;
        if (reported.has(key)) continue;
        reported.add(key);
        yield {
          subject: source!,
          path: ['spec', 'rules'],
          message: `no rule admits the waypoint of ${binding.subject.manifest.kind} ${binding.subject.manifest.name}, expected principals: ["${principal}"]`,
          related: [binding.claim.evidence],
        };
      }
    }
  },
};

/** ALLOW policies with a rule at least, by the namespace that they hold in; policies that allow nothing are meant so. */
const allowPolicies = remember((mesh: MeshObjects) => {
  const groups = new Map<string, ZtunnelPolicy[]>();
  for (const { policy, http } of ztunnelPolicies(mesh)) {
    if (policy?.action !== PolicyAction.ALLOW || http.length > 0 || policy.rules.length === 0 || !policy.source) continue;
    const group = groups.get(policy.namespace);
    if (group) group.push(policy);
    else groups.set(policy.namespace, [policy]);
  }
  return new Map([...groups].map(([namespace, policies]) => [namespace, new SelectorIndex(policies, ({ selector }) => selector)]));
});

/** The policies at the pods of a Service, the most specific last. A Service in the input stands for pods that have its labels. */
function policiesOf(mesh: MeshObjects, { subject: { manifest, traffic }, path }: Bound): ZtunnelPolicy[] {
  if (traffic !== 'service' || path !== TrafficPath.TO_WAYPOINT || !isOf(SERVICE, manifest)) return [];
  const labels = manifest.body.spec?.selector ?? {};
  const namespaces = new Set([mesh.config.rootNamespace, manifest.namespace]);
  return [...namespaces].flatMap((namespace) => allowPolicies(mesh).get(namespace)?.candidates(labels) ?? [])
    .filter(({ selector }) => selects(selector, labels))
    .sort((a, b) => Object.keys(a.selector ?? {}).length - Object.keys(b.selector ?? {}).length);
}

function selects(selector: StringMap | undefined, labels: StringMap): boolean {
  return Object.entries(selector ?? {}).every(([name, value]) => Object.hasOwn(labels, name) && labels[name] === value);
}

function admits({ clauses }: ZtunnelRule, principal: string): Truth {
  const open = unknown('the connection');
  const input = { principal, sourceIp: open, destinationIp: open, destinationPort: open };
  return allOf(clauses, (clause) =>
    anyOf(clause.filter((alternative) => alternative.length > 0), (alternative) => allOf(alternative, (holds) => holds(input))));
}
