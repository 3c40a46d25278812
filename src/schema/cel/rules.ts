import type { SchemaFinding } from '../finding';
import { fieldError, fieldPath, invalid, printed } from '../finding';
import { isObject } from '../go-text';
import type { Schema, ValidationRule } from '../schema';
import type { Program } from './compile';
import { compile } from './compile';
import { parse } from './parser';

/**
 * Evaluates the rules of a schema (`x-kubernetes-validations`) on a value that has its defaults, as the API server does when
 * an object is created: rules about the change of a value do not count.
 * @see k8s.io/apiextensions-apiserver pkg/apiserver/schema/cel/validation.go
 */
export function checkRules(schema: Schema, value: unknown): SchemaFinding[] {
  const findings: SchemaFinding[] = [];
  const ruled = ruledPartsOf(schema);
  if (ruled) checkParts(ruled, value, [], findings);
  return findings;
}

/**
 * The way down to a value: the names of fields, indices, and keys of maps in brackets. It is one list for the whole walk, and becomes a text
 * only where something is found.
 */
type Way = (string | number)[];

function textOf(way: Way): string {
  return way.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`;
    return step.startsWith('[') ? `${path}${step}` : fieldPath(path, step);
  }, '');
}

/** A schema that has rules, and the parts of it that have, so that the rest of a value need not be walked through. */
interface RuledParts {
  readonly type: Schema['type'];
  readonly rules: readonly ValidationRule[];
  readonly allOf: readonly RuledParts[];
  readonly items?: RuledParts;
  readonly values?: RuledParts;
  readonly fields: readonly (readonly [string, RuledParts])[];
}

const known = new WeakMap<Schema, { readonly parts?: RuledParts }>();

/** @returns undefined if there is no rule in the schema or below it */
function ruledPartsOf(schema: Schema): RuledParts | undefined {
  let entry = known.get(schema);
  if (!entry) {
    const parts = findRuledParts(schema);
    const { rules, allOf, items, values, fields } = parts;
    entry = items || values || [...rules, ...allOf, ...fields].length > 0 ? { parts } : {};
    known.set(schema, entry);
  }
  return entry.parts;
}

function findRuledParts({ type, items, additionalProperties, allOf = [], properties = {}, 'x-kubernetes-validations': rules = [] }: Schema): RuledParts {
  return {
    type,
    rules: rules.filter(({ rule }) => !/\boldSelf\b/.test(rule)),
    allOf: allOf.map(ruledPartsOf).filter((parts) => parts !== undefined),
    items: items && ruledPartsOf(items),
    values: additionalProperties && ruledPartsOf(additionalProperties),
    fields: additionalProperties ? [] : Object.entries(properties).flatMap(([name, field]) => {
      const parts = ruledPartsOf(field);
      return parts ? [[name, parts] as const] : [];
    }),
  };
}

function checkParts(ruled: RuledParts, value: unknown, way: Way, findings: SchemaFinding[]): void {
  if (value === null || value === undefined) return;
  for (const rule of ruled.rules) checkRule(rule, ruled.type, value, way, findings);
  for (const part of ruled.allOf) checkParts(part, value, way, findings);
  if (Array.isArray(value)) checkItems(ruled, value, way, findings);
  else if (isObject(value)) checkFields(ruled, value, way, findings);
}

function checkItems({ items }: RuledParts, values: readonly unknown[], way: Way, findings: SchemaFinding[]): void {
  if (!items) return;
  for (let index = 0; index < values.length; index++) checkBelow(items, values[index], index, way, findings);
}

function checkFields({ values, fields }: RuledParts, value: Readonly<Record<string, unknown>>, way: Way, findings: SchemaFinding[]): void {
  for (const [name, part] of fields) {
    const child = value[name];
    // Most fields are absent, and that costs less to see.
    if (child !== undefined && Object.hasOwn(value, name)) checkBelow(part, child, name, way, findings);
  }
  if (values) for (const key of Object.keys(value)) checkBelow(values, value[key], `[${key}]`, way, findings);
}

function checkBelow(part: RuledParts, value: unknown, step: string | number, way: Way, findings: SchemaFinding[]): void {
  way.push(step);
  checkParts(part, value, way, findings);
  way.pop();
}

function checkRule({ rule, message }: ValidationRule, type: Schema['type'], value: unknown, way: Way, findings: SchemaFinding[]): void {
  const words = (message ?? rule).trim();
  try {
    if (programOf(rule)({ value })) return;
  } catch (error) {
    findings.push(invalid(textOf(way), type, `${(error as Error).message} evaluating rule: ${words}`));
    return;
  }
  const detail = message === undefined ? `failed rule: ${words}` : words;
  const about = isObject(value) || Array.isArray(value) ? [] : [printed(value)];
  findings.push(fieldError('Invalid', textOf(way), ...about, detail));
}

const SELF = ['self'];
const programs = new Map<string, Program>();

/** The program of a rule, made when it is first needed. */
function programOf(rule: string): Program {
  let program = programs.get(rule);
  if (!program) programs.set(rule, program = compile(parse(rule), SELF));
  return program;
}
