import type { FieldPath } from './positions';
import { remember } from './remember';

/**
 * The type of a field: a scalar (`port`: a number or a name), a map of strings (`labels`), a list of one type, a map whose keys users
 * choose, or an object of named fields.
 */
export type Field = 'string' | 'integer' | 'number' | 'boolean' | 'port' | 'strings' | readonly [Field] | MapOf | Fields;
export interface Fields { readonly [name: string]: Field }
export interface MapOf<F extends Field = Field> { readonly '*': F }

/** The TypeScript type of a field. Every field may be absent: what has no value, or null, is left out by an API server. */
export type FieldValue<F> =
  F extends 'string' ? string :
    F extends 'integer' | 'number' ? number :
      F extends 'boolean' ? boolean :
        F extends 'port' ? number | string :
          F extends 'strings' ? StringMap :
            F extends readonly [infer Item] ? readonly FieldValue<Item>[] :
              F extends MapOf ? { readonly [key: string]: FieldValue<F['*']> } :
                { readonly [Name in keyof F]?: FieldValue<F[Name]> };

/** Labels, annotations, selectors. Look a key that comes from outside up with `Object.hasOwn`. */
export interface StringMap { readonly [key: string]: string }

/** A value that has another type than its field. An API server refuses such an object. */
export interface Mismatch {
  readonly path: FieldPath;
  readonly expected: string;
  readonly value: unknown;
}

/** Whether all values have the types of their fields. What the fields don't name is not looked at. */
export function fits(field: Field, value: unknown): boolean {
  return testOf(field)(value);
}

type Test = (value: unknown) => boolean;

const testOf = (field: Field): Test => typeof field === 'string' ? SCALARS[field].fits : testOfParts(field);

/** A field as a function, which is much faster than to walk through the field each time. */
const testOfParts = remember((field: Exclude<Field, string>): Test => {
  if (isList(field)) {
    const fitsItem = testOf(field[0]);
    return (value) => Array.isArray(value) && value.every((item) => fitsItem(item));
  }
  if (isMapOf(field)) {
    const fitsItem = testOf(field['*']);
    return (value) => isMapping(value) && Object.values(value).every((item) => item === null || fitsItem(item));
  }
  const tests = new Map(Object.entries(field).map(([name, child]) => [name, testOf(child)]));
  return (value) => isMapping(value) && fieldsFit(tests, value);
});

function fieldsFit(tests: ReadonlyMap<string, Test>, value: Readonly<Record<string, unknown>>): boolean {
  for (const name in value) {
    const fitsField = tests.get(name);
    if (!fitsField) continue;
    const child = value[name];
    if (child !== undefined && child !== null && !fitsField(child)) return false;
  }
  return true;
}

/** The values that have the wrong type. */
export function* mismatches(field: Field, value: unknown, path: FieldPath = []): Generator<Mismatch> {
  if (fits(field, value)) return;
  if (field === 'strings' && isMapping(value)) {
    for (const [key, text] of Object.entries(value)) {
      if (!isText(text)) yield { path: [...path, key], expected: SCALARS.string.expected, value: text };
    }
  } else if (typeof field === 'string') {
    yield { path, expected: SCALARS[field].expected, value };
  } else if (isList(field)) {
    yield* mismatchesOfItems(field[0], value, path);
  } else if (isMapOf(field)) {
    yield* mismatchesOfMap(field['*'], value, path);
  } else {
    yield* mismatchesOfFields(field, value, path);
  }
}

function* mismatchesOfItems(item: Field, value: unknown, path: FieldPath): Generator<Mismatch> {
  if (!Array.isArray(value)) yield { path, expected: 'a list', value };
  else for (const index of value.keys()) yield* mismatches(item, value[index], [...path, index]);
}

function* mismatchesOfMap(item: Field, value: unknown, path: FieldPath): Generator<Mismatch> {
  if (!isMapping(value)) yield { path, expected: 'a mapping', value };
  else for (const [key, below] of Object.entries(value)) if (below !== null) yield* mismatches(item, below, [...path, key]);
}

function* mismatchesOfFields(fields: Fields, value: unknown, path: FieldPath): Generator<Mismatch> {
  if (!isMapping(value)) {
    yield { path, expected: 'a mapping', value };
    return;
  }
  for (const name in fields) {
    const child = childOf(value, name);
    if (child !== undefined && child !== null) yield* mismatches(fields[name], child, [...path, name]);
  }
}

/** Whether the value is an object with keys, not a list and not a scalar. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field of a mapping that comes from outside and may lack it. */
export function childOf(mapping: Readonly<Record<string, unknown>>, name: string): unknown {
  const child = mapping[name];
  // Most fields are absent, and that costs less to see.
  return child === undefined || Object.hasOwn(mapping, name) ? child : undefined;
}

function isList(field: Field): field is readonly [Field] {
  return Array.isArray(field);
}

function areTexts(map: unknown): boolean {
  if (!isMapping(map)) return false;
  for (const key in map) if (!isText(map[key])) return false;
  return true;
}

function isMapOf(field: Fields | MapOf): field is MapOf {
  return '*' in field;
}

/** In a map of strings null is the empty string, as in Go. */
function isText(value: unknown): boolean {
  return typeof value === 'string' || value === null;
}

const SCALARS = {
  string: { expected: 'a string', fits: (value: unknown) => typeof value === 'string' },
  integer: { expected: 'an integer', fits: (value: unknown) => Number.isInteger(value) },
  number: { expected: 'a number', fits: (value: unknown) => typeof value === 'number' },
  port: { expected: 'a number or a name', fits: (value: unknown) => Number.isInteger(value) || typeof value === 'string' },
  boolean: { expected: 'true or false', fits: (value: unknown) => typeof value === 'boolean' },
  strings: { expected: 'a mapping', fits: areTexts },
};
