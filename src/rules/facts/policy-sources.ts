import type { PolicyOperation, PolicyRule, PolicySource } from '../../mesh/kinds/istio-security';
import type { FieldPath } from '../../mesh/positions';

/** A source of a rule, and the way to it. */
export interface PlacedSource {
  readonly source: PolicySource;
  readonly path: FieldPath;
}

/** All sources of all rules of a policy. */
export function sourcesOf(rules: readonly PolicyRule[]): PlacedSource[] {
  return partsOf(rules, 'from', ({ source = {} }, path) => ({ source, path: [...path, 'source'] }));
}

/** An operation of a rule, and the way to it. */
export interface PlacedOperation {
  readonly operation: PolicyOperation;
  readonly path: FieldPath;
}

/** All operations of all rules of a policy. */
export function operationsOf(rules: readonly PolicyRule[]): PlacedOperation[] {
  return partsOf(rules, 'to', ({ operation = {} }, path) => ({ operation, path: [...path, 'operation'] }));
}

/** A condition of `when`, and the way to it. */
export interface PlacedCondition {
  readonly condition: NonNullable<PolicyRule['when']>[number];
  readonly path: FieldPath;
}

/** All conditions of all rules of a policy. */
export function conditionsOf(rules: readonly PolicyRule[]): PlacedCondition[] {
  return partsOf(rules, 'when', (condition, path) => ({ condition, path }));
}

/** The parts of all rules: most rules have none of one or the other. */
function partsOf<Name extends keyof PolicyRule, Part>(
  rules: readonly PolicyRule[], name: Name, place: (part: NonNullable<PolicyRule[Name]>[number], path: FieldPath) => Part,
): Part[] {
  const parts: Part[] = [];
  rules.forEach((rule, at) => rule[name]?.forEach((part, index) => parts.push(place(part, ['spec', 'rules', at, name, index]))));
  return parts;
}
