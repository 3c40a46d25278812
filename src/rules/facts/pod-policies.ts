import { policiesNaming } from './policy-fields';
import { ztunnelPolicies } from './ztunnel-policies';
import { PolicyAction } from '../../authorization/policy-action';
import type { ZtunnelPolicy, ZtunnelRule } from '../../authorization/ztunnel/ztunnel-policy';
import type { Bound } from '../../binding/binding';
import { TrafficPath } from '../../binding/binding';
import type { StringMap } from '../../mesh/fields';
import { SERVICE } from '../../mesh/kinds/core';
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
  if (traffic !== 'service' || path !== TrafficPath.TO_WAYPOINT || !isOf(SERVICE, manifest)) return [];
  const labels = manifest.body.spec?.selector ?? {};
  const namespaces = new Set([mesh.config.rootNamespace, manifest.namespace]);
  const index = byNamespace(mesh)[action];
  return [...namespaces].flatMap((namespace) => index.get(namespace)?.candidates(labels) ?? [])
    .filter(({ selector }) => selects(selector, labels))
    .sort((a, b) => Object.keys(a.selector ?? {}).length - Object.keys(b.selector ?? {}).length);
}

/** Whether a rule matches connections of an identity, whatever else there is to them. */
export function matchesIdentity({ clauses }: ZtunnelRule, principal: string): Truth {
  const open = unknown('the connection');
  const input = { principal, sourceIp: open, destinationIp: open, destinationPort: open };
  return allOf(clauses, (clause) =>
    anyOf(clause.filter((alternative) => alternative.length > 0), (alternative) => allOf(alternative, (holds) => holds(input))));
}

/** Policies with a rule at least, by the namespace that they hold in; what ztunnel does not read in them is reported by other rules. */
const byNamespace = remember((mesh: MeshObjects) => {
  const misread = policiesNaming(mesh, (field) => /trustDomains$/i.test(field));
  const groups = { [PolicyAction.ALLOW]: new Map<string, ZtunnelPolicy[]>(), [PolicyAction.DENY]: new Map<string, ZtunnelPolicy[]>() };
  for (const { policy, http, source } of ztunnelPolicies(mesh)) {
    if (!policy || http.length > 0 || policy.rules.length === 0 || misread.has(source)) continue;
    const group = groups[policy.action].get(policy.namespace);
    if (group) group.push(policy);
    else groups[policy.action].set(policy.namespace, [policy]);
  }
  return { [PolicyAction.ALLOW]: indexed(groups.ALLOW), [PolicyAction.DENY]: indexed(groups.DENY) };
});

function indexed(groups: ReadonlyMap<string, readonly ZtunnelPolicy[]>): ReadonlyMap<string, SelectorIndex<ZtunnelPolicy>> {
  return new Map([...groups].map(([namespace, policies]) => [namespace, new SelectorIndex(policies, ({ selector }) => selector)]));
}

function selects(selector: StringMap | undefined, labels: StringMap): boolean {
  return Object.entries(selector ?? {}).every(([name, value]) => Object.hasOwn(labels, name) && labels[name] === value);
}
