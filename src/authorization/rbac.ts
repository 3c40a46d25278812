import type { CompiledRule, RuleUse } from './compile-rule';
import { compileRule, ruleMatches } from './compile-rule';
import { PolicyAction } from './policy-action';
import type { PolicyInput } from './policy-input';
import type { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import type { ManifestOf } from '../mesh/manifest';
import { compareText } from '../mesh/object-ref';
import { both, isUnknown } from '../request/truth';
import type { Unknown } from '../request/truth';

export type AuthorizationPolicy = ManifestOf<typeof AUTHORIZATION_POLICY>;

/** What a policy does; ALLOW if it does not say. */
export function actionOf({ body }: AuthorizationPolicy): PolicyAction {
  return (body.spec?.action as PolicyAction | undefined) ?? PolicyAction.ALLOW;
}

/** One rule of one policy. */
export interface RuleRef {
  readonly policy: AuthorizationPolicy;
  /** Its index in `spec.rules`. */
  readonly rule: number;
}

/** The rules of policies with one action, as a proxy asks them. */
export interface RuleSet {
  readonly policies: readonly AuthorizationPolicy[];
  /** In the order in which the proxy names the first that matches; those that are dropped are left out. */
  readonly rules: readonly OrderedRule[];
}

interface OrderedRule extends RuleRef {
  readonly compiled: CompiledRule;
}

/** Whether one of the rules matches, and the first that surely does. */
export type RuleSetMatch = SureMatch | { readonly matched: false | Unknown };

interface SureMatch {
  readonly matched: true;
  readonly by: RuleRef;
  /** What rules before it depend on: the first of them that matches takes its place. */
  readonly unless?: Unknown;
}

/**
 * Makes the rules of policies with one action ready to be asked. A policy without rules matches nothing.
 * @see istio pilot/pkg/security/authz/builder/builder.go build
 */
export function compileRuleSet(policies: readonly AuthorizationPolicy[], use: Omit<RuleUse, 'namespace'>): RuleSet {
  const rules = policies.flatMap((policy) => compilePolicy(policy, { ...use, namespace: policy.namespace }));
  return { policies, rules: rules.sort((a, b) => compareText(idOf(a), idOf(b))) };
}

function compilePolicy(policy: AuthorizationPolicy, use: RuleUse): OrderedRule[] {
  return (policy.body.spec?.rules ?? []).flatMap((rule, index) => {
    const compiled = compileRule(rule, use);
    return compiled ? [{ policy, rule: index, compiled }] : [];
  });
}

/** The name by which Envoy knows a rule: of several that match it tells the first in the order of these texts. */
function idOf({ policy, rule }: RuleRef): string {
  return `ns[${policy.namespace}]-policy[${policy.name}]-rule[${rule}]`;
}

/** Asks the rules of a set. */
export function matchRuleSet({ rules }: RuleSet, input: PolicyInput): RuleSetMatch {
  let open: Unknown | undefined;
  for (const { policy, rule, compiled } of rules) {
    const truth = ruleMatches(compiled, input);
    if (truth === true) return { matched: true, by: { policy, rule }, ...open && { unless: open } };
    if (isUnknown(truth)) open = open ? both(open, truth) : truth;
  }
  return { matched: open ?? false };
}
