import type { L4Input } from './l4-condition';
import type { ZtunnelAlternative, ZtunnelPolicy, ZtunnelRule } from './ztunnel-policy';
import type { Maybe, Truth, Unknown } from '../../request/truth';
import { allOf, anyOf, both, isUnknown } from '../../request/truth';

/** What ztunnel decides about a connection to a workload. */
export interface ZtunnelDecision {
  readonly isAllowed: Maybe<boolean>;
  readonly cause: 'no-policy' | 'allowed-by' | 'policy' | 'no-allow';
  /** The rule that decided: of `policy` and `allowed-by`. */
  readonly by?: { readonly policy: ZtunnelPolicy; readonly rule: number };
  /** What each policy said. */
  readonly asked: readonly { readonly policy: ZtunnelPolicy; readonly matched: Truth; readonly rule?: number }[];
}

/**
 * Decides by the policies of a workload: what a DENY policy matches is refused; else it is allowed if there is no ALLOW policy, or one matches.
 * @see ztunnel src/state.rs assert_rbac
 */
export function decideAtZtunnel(policies: readonly ZtunnelPolicy[], input: L4Input): ZtunnelDecision {
  const asked = policies.map((policy) => ({ policy, ...matchPolicy(policy, input) }));
  const of = (action: ZtunnelPolicy['action']) => asked.filter(({ policy }) => policy.action === action);
  const denied = of('DENY').find(({ matched }) => matched === true);
  if (denied) return { isAllowed: false, cause: 'policy', by: { policy: denied.policy, rule: denied.rule! }, asked };
  const doubts = of('DENY').map(({ matched }) => matched).filter(isUnknown);
  const allowed = of('ALLOW').find(({ matched }) => matched === true);
  if (allowed) return { isAllowed: orDoubt(true, doubts), cause: 'allowed-by', by: { policy: allowed.policy, rule: allowed.rule! }, asked };
  if (of('ALLOW').length === 0) return { isAllowed: orDoubt(true, doubts), cause: 'no-policy', asked };
  const open = of('ALLOW').map(({ matched }) => matched).filter(isUnknown);
  return { isAllowed: open.length > 0 ? orDoubt(true, [...open, ...doubts]) : false, cause: 'no-allow', asked };
}

function orDoubt(answer: boolean, doubts: readonly Unknown[]): Maybe<boolean> {
  return doubts.length > 0 ? doubts.reduce(both) : answer;
}

function matchPolicy({ rules }: ZtunnelPolicy, input: L4Input): { matched: Truth; rule?: number } {
  const matched = anyOf(rules, (rule) => matchRule(rule, input));
  const first = matched === true ? rules.find((rule) => matchRule(rule, input) === true) : undefined;
  return first ? { matched, rule: first.index } : { matched };
}

/** @see ztunnel src/rbac.rs Authorization.matches */
function matchRule({ clauses }: ZtunnelRule, input: L4Input): Truth {
  return allOf(clauses, (clause) => anyOf(clause, (alternative) => matchAlternative(alternative, input)));
}

function matchAlternative(alternative: ZtunnelAlternative, input: L4Input): Truth {
  return alternative.length > 0 && allOf(alternative, (holds) => holds(input));
}
