import { policyConditions, targetStatuses } from '../../src/authorization/policy-status';
import { guestOf } from '../../src/authorization/ztunnel/guest';
import { ztunnelPolicies, ztunnelPoliciesOf } from '../../src/authorization/ztunnel/policies-of';
import type { ZtunnelPolicy } from '../../src/authorization/ztunnel/ztunnel-policy';
import { subjectsOf } from '../../src/binding/subject';
import { AUTHORIZATION_POLICY } from '../../src/mesh/kinds/istio-security';
import { keyOf } from '../vectors/keys';
import { RANDOM_MESHES, randomMesh } from '../vectors/random-mesh';

describe.each(RANDOM_MESHES)('random mesh %s', (number) => {
  const { mesh, expected } = randomMesh(number);

  test('policies have the status of Istio', () => {
    const actual = mesh.all(AUTHORIZATION_POLICY).map((policy) => {
      const conditions = Object.fromEntries(policyConditions(mesh, policy).map(({ type, ...condition }) => [type, condition]));
      const targetRefs = targetStatuses(mesh, policy).map(({ isBound, ...target }) => ({ ...target, bound: isBound }));
      const key = `AuthorizationPolicy/${policy.namespace}/${policy.name}`;
      for (const type of (expected.policies[key]?.undetermined ?? []) as string[]) delete conditions[type];
      return [key, { conditions, ...(targetRefs.length > 0 && { targetRefs }) }] as const;
    });
    const wanted = Object.entries(expected.policies).map(([key, { undetermined: _, ...answer }]) => [key, answer]);
    expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(wanted));
  });

  test('ztunnel gets the policies of Istio', () => {
    const actual = ztunnelPolicies(mesh).map((policy) => [`${policy.namespace}/${policy.name}`, answerOf(policy)] as const);
    expect(Object.fromEntries(actual)).toEqual(expected.ztunnelPolicies);
  });

  test('workloads have the policies of Istio', () => {
    const subjects = subjectsOf(mesh)
      .filter((subject) => subject.traffic === 'workload' && expected.workloads[keyOf(subject)]?.authorizationPolicies);
    const actual = subjects.map((subject) => [keyOf(subject), ztunnelPoliciesOf(mesh, guestOf(subject))
      .filter(({ scope }) => scope === 'WORKLOAD_SELECTOR').map(({ namespace, name }) => `${namespace}/${name}`).sort()] as const);
    const wantedFor = (key: string) => [...expected.workloads[key].authorizationPolicies as string[]].sort();
    const wanted = subjects.map((subject) => [keyOf(subject), wantedFor(keyOf(subject))]);
    expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(wanted));
  });
});

function answerOf({ scope, action, selector, rules }: ZtunnelPolicy) {
  return { scope, action, ...(selector && { selector }), empty: rules.length === 0 };
}
