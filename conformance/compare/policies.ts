import type { Answer, Fact, Facts } from './facts';
import { byType, nameOf, targetKey } from './ours';
import { policyConditions, targetStatuses, WAYPOINT_ACCEPTED, ZTUNNEL_ACCEPTED } from '../../src/authorization/policy-status';
import type { AuthorizationPolicy } from '../../src/authorization/rbac';
import { guestOf } from '../../src/authorization/ztunnel/guest';
import { ztunnelPolicies, ztunnelPoliciesOf } from '../../src/authorization/ztunnel/policies-of';
import { AUTHORIZATION_POLICY } from '../../src/mesh/kinds/istio-security';
import type { MeshObjects } from '../../src/mesh/mesh-objects';
import type { Subject } from '../../src/registry/subject';
import { subjectsOf } from '../../src/registry/subject';

/** What Istio's code writes to the status of AuthorizationPolicies, but for what it writes by chance. */
export function judgedPolicies({ policies }: Answer): Facts {
  return new Map(Object.entries(policies).map(([key, { conditions = {}, targetRefs, undetermined = [] }]): [string, Fact] => {
    const determined = CONDITIONS.filter((type) => !(undetermined as readonly string[]).includes(type));
    const written = conditions as Record<string, unknown>;
    return [key, { ...Object.fromEntries(determined.map((type) => [type, written[type] ?? null])), targetRefs: targetRefs ?? [] }];
  }));
}

const CONDITIONS = [WAYPOINT_ACCEPTED, ZTUNNEL_ACCEPTED];

/** What our side expects there: nothing of policies that are another control plane's. */
export function ourPolicies(mesh: MeshObjects, judged: Facts): Facts {
  return new Map([
    ...[...judged.keys()].map((key): [string, Fact] => [key, NOTHING]),
    ...mesh.all(AUTHORIZATION_POLICY).map((policy): [string, Fact] => [`AuthorizationPolicy/${nameOf(policy)}`, policyFact(mesh, policy)]),
  ]);
}

const NOTHING: Fact = { [WAYPOINT_ACCEPTED]: null, [ZTUNNEL_ACCEPTED]: null, targetRefs: [] };

function policyFact(mesh: MeshObjects, policy: AuthorizationPolicy): Fact {
  const conditions = byType(policyConditions(mesh, policy));
  return {
    ...Object.fromEntries(CONDITIONS.map((type) => [type, conditions[type] ?? null])),
    targetRefs: targetStatuses(mesh, policy).map(({ isBound, ...target }) => ({ ...target, bound: isBound })),
  };
}

/** The policies that ztunnel gets. */
export function judgedZtunnelPolicies({ ztunnelPolicies: policies }: Answer): Facts {
  return new Map(Object.entries(policies).map(([key, policy]) => [key, { ...policy, selector: policy.selector ?? null }]));
}

/** The policies that our side says it gets. */
export function ourZtunnelPolicies(mesh: MeshObjects): Facts {
  return new Map(ztunnelPolicies(mesh).map(({ namespace, name, scope, action, selector, rules }) =>
    [nameOf({ namespace, name }), { scope, action, selector: selector ?? null, empty: rules.length === 0 }]));
}

/** The policies that ztunnel gets for each workload because they select it. */
export function judgedSelections({ workloads }: Answer): Facts {
  return new Map(Object.entries(workloads).map(([key, { authorizationPolicies = [] }]) =>
    [key, { policies: [...authorizationPolicies as readonly string[]].sort() }]));
}

/** Those that our side says it gets; not for what is no workload to Istio. */
export function ourSelections(mesh: MeshObjects, judged: Facts): Facts {
  const workloads = subjectsOf(mesh).filter(({ traffic }) => traffic === 'workload');
  const known = workloads
    .map((subject) => ({ subject, key: targetKey(subject.manifest, subject.endpoint) }))
    .filter(({ key }) => judged.has(key));
  return new Map(known.map(({ subject, key }) => [key, { policies: selecting(mesh, subject) }]));
}

function selecting(mesh: MeshObjects, subject: Subject): string[] {
  return ztunnelPoliciesOf(mesh, guestOf(subject)).filter(({ scope }) => scope === 'WORKLOAD_SELECTOR').map(nameOf).sort();
}
