import type { SchemaFinding } from '../finding';
import { fieldError, fieldPath, invalid, printed } from '../finding';
import { isObject } from '../go-text';
import type { Schema, ValidationRule } from '../schema';
import { evaluate } from './evaluate';
import type { Expression } from './parser';
import { parse } from './parser';

/**
 * Evaluates the rules of a schema (`x-kubernetes-validations`) on a value that has its defaults, as the API server does when
 * an object is created: rules about the change of a value do not count.
 * @see k8s.io/apiextensions-apiserver pkg/apiserver/schema/cel/validation.go
 */
export function checkRules(schema: Schema, value: unknown, path = ''): SchemaFinding[] {
  if (value === null || value === undefined || !hasRules(schema)) return [];
  return [
    ...(schema['x-kubernetes-validations'] ?? []).flatMap((rule) => checkRule(rule, schema, value, path)),
    ...(schema.allOf ?? []).flatMap((part) => checkRules(part, value, path)),
    ...checkItems(schema, value, path),
    ...checkFields(schema, value, path),
  ];
}

function checkItems({ items }: Schema, value: unknown, path: string): SchemaFinding[] {
  if (!items || !Array.isArray(value)) return [];
  return value.flatMap((item, index) => checkRules(items, item, `${path}[${index}]`));
}

function checkFields({ properties, additionalProperties }: Schema, value: unknown, path: string): SchemaFinding[] {
  if (!isObject(value)) return [];
  if (additionalProperties) return Object.entries(value).flatMap(([key, child]) => checkRules(additionalProperties, child, `${path}[${key}]`));
  return Object.entries(properties ?? {}).flatMap(([name, field]) =>
    Object.hasOwn(value, name) ? checkRules(field, value[name], fieldPath(path, name)) : []);
}

const withRules = new WeakMap<Schema, boolean>();

/** Whether there is a rule in a schema or below it, so that most values need not be walked through. */
function hasRules(schema: Schema): boolean {
  let found = withRules.get(schema);
  if (found === undefined) {
    const parts = [schema.items, schema.additionalProperties, ...(schema.allOf ?? []), ...Object.values(schema.properties ?? {})];
    found = schema['x-kubernetes-validations'] !== undefined || parts.some((part) => part !== undefined && hasRules(part));
    withRules.set(schema, found);
  }
  return found;
}

function checkRule({ rule, message }: ValidationRule, schema: Schema, value: unknown, path: string): SchemaFinding[] {
  if (/\boldSelf\b/.test(rule)) return [];
  const words = (message ?? rule).trim();
  try {
    if (evaluate(expressionOf(rule), { self: value })) return [];
  } catch (error) {
    return [invalid(path, schema.type, `${(error as Error).message} evaluating rule: ${words}`)];
  }
  const detail = message === undefined ? `failed rule: ${words}` : words;
  return [isObject(value) || Array.isArray(value) ? fieldError('Invalid', path, detail) : fieldError('Invalid', path, printed(value), detail)];
}

const expressions = new Map<string, Expression>();

/** The expression of a rule, read when it is first needed. */
function expressionOf(rule: string): Expression {
  const known = expressions.get(rule) ?? parse(rule);
  expressions.set(rule, known);
  return known;
}
