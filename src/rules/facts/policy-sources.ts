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

/** A value in a list of a source or an operation, and the way to it. */
export interface PlacedValue {
  readonly value: string;
  readonly path: FieldPath;
}

/**
 * The values in lists of the sources of all rules.
 * @param isMeant which of them: ways are made for these only
 */
export function sourceValues(rules: readonly PolicyRule[], fields: readonly ListOf<PolicySource>[], isMeant: IsMeant): PlacedValue[] {
  return rules.flatMap(({ from = [] }, rule) => from.flatMap(({ source = {} }, index) =>
    valuesIn(source, fields, isMeant, (field, at) => ['spec', 'rules', rule, 'from', index, 'source', field, at])));
}

/** The values in lists of the operations of all rules, in the same way. */
export function operationValues(
  rules: readonly PolicyRule[], fields: readonly ListOf<PolicyOperation>[], isMeant: IsMeant,
): PlacedValue[] {
  return rules.flatMap(({ to = [] }, rule) => to.flatMap(({ operation = {} }, index) =>
    valuesIn(operation, fields, isMeant, (field, at) => ['spec', 'rules', rule, 'to', index, 'operation', field, at])));
}

/** The names of fields that are lists of texts. */
type ListOf<Part> = Extract<keyof Part, string>;

type IsMeant = (value: string) => boolean;

function valuesIn<Field extends string>(
  part: Readonly<Partial<Record<Field, readonly string[]>>>, fields: readonly Field[], isMeant: IsMeant,
  pathOf: (field: Field, at: number) => FieldPath,
): PlacedValue[] {
  const values: PlacedValue[] = [];
  for (const field of fields) {
    part[field]?.forEach((value, at) => {
      if (isMeant(value)) values.push({ value, path: pathOf(field, at) });
    });
  }
  return values;
}

/** The parts of all rules: most rules have none of one or the other. */
function partsOf<Name extends keyof PolicyRule, Part>(
  rules: readonly PolicyRule[], name: Name, place: (part: NonNullable<PolicyRule[Name]>[number], path: FieldPath) => Part,
): Part[] {
  const parts: Part[] = [];
  rules.forEach((rule, at) => rule[name]?.forEach((part, index) => parts.push(place(part, ['spec', 'rules', at, name, index]))));
  return parts;
}
