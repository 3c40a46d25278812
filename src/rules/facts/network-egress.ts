import type { NetworkPolicy, PolicedPods } from './network-policies';
import { admitsPods, allowsHbone } from './network-policies';
import type { NetworkPolicyRule } from '../../mesh/kinds/network-policy';
import type { MeshObjects } from '../../mesh/mesh-objects';

/** A rule for what may go out, its peers where those of a rule for what may come in are, and its policy. */
export interface EgressRule {
  readonly policy: NetworkPolicy;
  readonly rule: NetworkPolicyRule;
}

/** The rules of policies for what may go out. */
export function egressRules(policies: readonly NetworkPolicy[]): EgressRule[] {
  return policies.flatMap((policy) => (policy.body.spec?.egress ?? []).map(({ to, ports }) => ({ policy, rule: { from: to, ports } })));
}

/** Whether HBONE to some pods may go out by one of the rules, as far as the input tells. */
export function letsHboneOut(mesh: MeshObjects, rules: readonly EgressRule[], pods: PolicedPods): boolean {
  return rules.some(({ policy, rule }) => allowsHbone(rule) && admitsPods(mesh, policy, rule, pods) !== false);
}
