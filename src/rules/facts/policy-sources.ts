import type { PolicyOperation, PolicyRule, PolicySource } from '../../mesh/kinds/istio-security';
import type { FieldPath } from '../../mesh/positions';

/** A source of a rule, and the way to it. */
export interface PlacedSource {
  readonly source: PolicySource;
  readonly path: FieldPath;
}

/** All sources of all rules of a policy. */
export function sourcesOf(rules: readonly PolicyRule[]): PlacedSource[] {
  return rules.flatMap(({ from = [] }, rule) => from.map(({ source = {} }, index) =>
    ({ source, path: ['spec', 'rules', rule, 'from', index, 'source'] })));
}

/** An operation of a rule, and the way to it. */
export interface PlacedOperation {
  readonly operation: PolicyOperation;
  readonly path: FieldPath;
}

/** All operations of all rules of a policy. */
export function operationsOf(rules: readonly PolicyRule[]): PlacedOperation[] {
  return rules.flatMap(({ to = [] }, rule) => to.map(({ operation = {} }, index) =>
    ({ operation, path: ['spec', 'rules', rule, 'to', index, 'operation'] })));
}

/** A condition of `when`, and the way to it. */
export interface PlacedCondition {
  readonly condition: NonNullable<PolicyRule['when']>[number];
  readonly path: FieldPath;
}

/** All conditions of all rules of a policy. */
export function conditionsOf(rules: readonly PolicyRule[]): PlacedCondition[] {
  return rules.flatMap(({ when = [] }, rule) => when.map((condition, index) => ({ condition, path: ['spec', 'rules', rule, 'when', index] })));
}
