import type { NetworkPolicy, PolicedPods } from './network-policies';
import { admitsPods, allowsHbone } from './network-policies';
import type { NetworkPolicyRule } from '../../mesh/kinds/network-policy';
import { NETWORK_POLICY } from '../../mesh/kinds/network-policy';
import { matchesSelector } from '../../mesh/label-selector';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';
import { SelectorIndex } from '../../mesh/selector-index';

/** A rule for what may go out, its peers where those of a rule for what may come in are, and its policy. */
export interface EgressRule {
  readonly policy: NetworkPolicy;
  readonly rule: NetworkPolicyRule;
}

const byNamespace = remember((mesh: MeshObjects) => {
  const limiting = mesh.all(NETWORK_POLICY).filter(({ body: { spec } }) => spec?.policyTypes?.includes('Egress') ?? spec?.egress !== undefined);
  const namespaces = new Set(limiting.map(({ namespace }) => namespace));
  return new Map([...namespaces].map((namespace) => {
    const policies = limiting.filter((policy) => policy.namespace === namespace);
    return [namespace, new SelectorIndex(policies, ({ body }) => body.spec?.podSelector?.matchLabels)];
  }));
});

/** The policies that limit what may go out of some pods. */
export function egressPolicies(mesh: MeshObjects, { namespace, labels }: PolicedPods): NetworkPolicy[] {
  return (byNamespace(mesh).get(namespace)?.candidates(labels) ?? [])
    .filter(({ body }) => matchesSelector(body.spec?.podSelector ?? {}, { labels, isKnown: true }) === true);
}

/** The rules of policies for what may go out. */
export function egressRules(policies: readonly NetworkPolicy[]): EgressRule[] {
  return policies.flatMap((policy) => (policy.body.spec?.egress ?? []).map(({ to, ports }) => ({ policy, rule: { from: to, ports } })));
}

/** Whether HBONE to some pods may go out by one of the rules, as far as the input tells. */
export function letsHboneOut(mesh: MeshObjects, rules: readonly EgressRule[], pods: PolicedPods): boolean {
  return rules.some(({ policy, rule }) => allowsHbone(rule) && admitsPods(mesh, policy, rule, pods) !== false);
}
