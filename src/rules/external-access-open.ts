import { policyTargets } from './facts/attached-policies';
import { boundOf } from './facts/bindings';
import { conditionsOf, sourcesOf } from './facts/policy-sources';
import type { Rule } from './rule';
import { Severity } from './rule';
import type { Bound } from '../binding/binding';
import { waypointText } from '../binding/status-text';
import { GATEWAY, GATEWAY_CLASS } from '../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import type { PolicyRule } from '../mesh/kinds/istio-security';
import { isOf } from '../mesh/manifest';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';

export const externalAccessOpen: Rule = {
  id: 'external-access-open',
  severity: Severity.INFO,
  summary: 'every client of the mesh may call what is outside of it through the waypoint',
  why: 'a waypoint for external hosts is there to say who may call them: without a policy that names callers anybody may',
  fix: 'add an AuthorizationPolicy with the identities that may call, which targets the ServiceEntry or the Gateway of the waypoint',
  unsaidBy: ['AuthorizationPolicy'],
  *check(mesh) {
    const reported = new Set<string>();
    for (const binding of boundOf(mesh)) {
      const { subject: { manifest }, waypoint } = binding;
      if (!isExternal(binding)) continue;
      const name = waypointText(waypoint);
      if (reported.has(name) || !arePoliciesKnown(mesh, binding) || isLimited(mesh, binding)) continue;
      reported.add(name);
      yield { subject: manifest, path: ['spec', 'hosts'], message: `no policy at waypoint "${name}" says who may call it` };
    }
  },
};

function isExternal({ subject: { manifest, traffic } }: Bound): boolean {
  return traffic === 'service' && isOf(SERVICE_ENTRY, manifest) && manifest.body.spec?.location !== 'MESH_INTERNAL';
}

/** What policies that name callers are attached to. */
const limitedTargets = remember((mesh: MeshObjects): ReadonlySet<string> =>
  new Set(policyTargets(mesh).filter(({ policy }) => namesCallers(policy))
    .map(({ policy, target }) => `${target.kind}/${target.kind === GATEWAY_CLASS.kind ? '' : `${policy.namespace}/${target.name}`}`)));

function isLimited(mesh: MeshObjects, { subject: { manifest }, waypoint }: Bound): boolean {
  const keys = [`${GATEWAY_CLASS.kind}/`, `${GATEWAY.kind}/${waypointText(waypoint)}`, `${SERVICE_ENTRY.kind}/${manifest.namespace}/${manifest.name}`];
  return keys.some((key) => limitedTargets(mesh).has(key));
}

/** A policy with another action, or without rules, says who may call as well. */
function namesCallers(policy: Manifest): boolean {
  if (!isOf(AUTHORIZATION_POLICY, policy)) return false;
  const { action = 'ALLOW', rules = [] } = policy.body.spec ?? {};
  return action === 'CUSTOM' || (action === 'ALLOW' && rules.length === 0) || rules.some((rule) => asksForCaller(rule));
}

function asksForCaller(rule: PolicyRule): boolean {
  return sourcesOf([rule]).length > 0 || conditionsOf([rule]).some(({ condition }) => /^(source|request\.auth)\./.test(condition.key ?? ''));
}

function arePoliciesKnown(mesh: MeshObjects, { subject: { manifest }, waypoint }: Bound): boolean {
  const namespaces = [manifest.namespace, waypoint.namespace];
  return mesh.isComplete || namespaces.some((namespace) => mesh.inNamespace(AUTHORIZATION_POLICY, namespace).length > 0);
}
