import type { CompiledRule, RuleUse } from './compile-rule';
import { compileRule, groupMatches, ruleMatches } from './compile-rule';
import type { PolicyInput } from './policy-input';
import type { AuthorizationPolicy } from './rbac';
import type { FieldPath } from '../mesh/positions';

/** Why a rule does not match. */
export interface Mismatch {
  /** Its index in `spec.rules`. */
  readonly rule: number;
  /** What does not hold, one field of each alternative; none for a rule that is not asked, as it needs what is not to be had. */
  readonly fields: readonly MismatchedField[];
}

/** A field of a rule that does not hold. */
export interface MismatchedField {
  /** Within the rule: `to`, 0, `operation`, `methods`. */
  readonly path: FieldPath;
  readonly values: readonly string[];
}

/** Why each of the rules of a policy that surely do not match does not. */
export function mismatchesOf({ namespace, body }: AuthorizationPolicy, use: Omit<RuleUse, 'namespace'>, input: PolicyInput): Mismatch[] {
  return (body.spec?.rules ?? []).flatMap((rule, index) => {
    const compiled = compileRule(rule, { ...use, namespace });
    if (!compiled) return [{ rule: index, fields: [] }];
    if (ruleMatches(compiled, input) !== false) return [];
    return [{ rule: index, fields: failing(compiled, input).map((path) => ({ path, values: textsAt(rule, path) })) }];
  });
}

/** The first condition that fails, of each alternative of the group that fails. */
function failing({ operations, sources }: CompiledRule, input: PolicyInput): FieldPath[] {
  const group = [operations, sources].find((one) => groupMatches(one, input) === false) ?? [];
  return group.map((conditions) => conditions.find(({ holds }) => holds(input) === false)).filter((one) => one !== undefined)
    .map(({ path }) => path);
}

function textsAt(rule: object, path: FieldPath): string[] {
  return path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], rule) as string[];
}
