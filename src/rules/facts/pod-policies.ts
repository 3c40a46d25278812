import { policiesNaming } from './policy-fields';
import { ztunnelPolicies } from './ztunnel-policies';
import type { PolicyAction } from '../../authorization/policy-action';
import type { ZtunnelPolicy, ZtunnelRule } from '../../authorization/ztunnel/ztunnel-policy';
import type { Bound } from '../../binding/binding';
import { TrafficPath } from '../../binding/binding';
import { groupBy } from '../../mesh/group-by';
import { SERVICE } from '../../mesh/kinds/core';
import { hasLabels } from '../../mesh/label-selector';
import { isOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';
import { SelectorIndex } from '../../mesh/selector-index';
import { allOf, anyOf, unknown } from '../../request/truth';
import type { Truth } from '../../request/truth';

type Action = PolicyAction.ALLOW | PolicyAction.DENY;

/**
 * The policies with an action at the pods of a Service that has a waypoint, the most specific last. A Service in the input stands for pods
 * that have its labels.
 */
export function podPolicies(mesh: MeshObjects, action: Action, { subject: { manifest, traffic }, path }: Bound): ZtunnelPolicy[] {
  if (byNamespace(mesh).size === 0 || traffic !== 'service' || path !== TrafficPath.TO_WAYPOINT || !isOf(SERVICE, manifest)) return [];
  const labels = manifest.body.spec?.selector ?? {};
  const namespaces = new Set([mesh.config.rootNamespace, manifest.namespace]);
  return [...namespaces].flatMap((namespace) => byNamespace(mesh).get(`${action} ${namespace}`)?.candidates(labels) ?? [])
    .filter(({ selector }) => hasLabels(labels, selector ?? {}))
    .sort((a, b) => Object.keys(a.selector ?? {}).length - Object.keys(b.selector ?? {}).length);
}

/** Whether a rule matches connections of an identity, whatever else there is to them. */
export function matchesIdentity({ clauses }: ZtunnelRule, principal: string): Truth {
  const open = unknown('the connection');
  const input = { principal, sourceIp: open, destinationIp: open, destinationPort: open };
  return allOf(clauses, (clause) =>
    anyOf(clause.filter((alternative) => alternative.length > 0), (alternative) => allOf(alternative, (holds) => holds(input))));
}

/** Policies with a rule at least, by action and the namespace that they hold in; what ztunnel does not read in them is reported by other rules. */
const byNamespace = remember((mesh: MeshObjects): ReadonlyMap<string, SelectorIndex<ZtunnelPolicy>> => {
  const misread = policiesNaming(mesh, (field) => /trustDomains$/i.test(field));
  const policies = ztunnelPolicies(mesh).flatMap(({ policy, http, source }) =>
    !policy || http.length > 0 || policy.rules.length === 0 || misread.has(source) ? [] : policy);
  const groups = groupBy(policies, ({ action, namespace }) => [`${action} ${namespace}`]);
  return new Map([...groups].map(([key, group]) => [key, new SelectorIndex(group, ({ selector }) => selector)]));
});
