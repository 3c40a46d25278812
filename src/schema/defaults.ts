import { isObject } from './go-text';
import type { Schema } from './schema';
import { fieldSchema } from './schema';

/**
 * A value as the API server takes it in: fields that the schema does not know, or that are null though they may not be, are as if
 * they were absent, and absent fields have the defaults of the schema. Where nothing changes it is the same value, else a copy.
 * @see k8s.io/apiextensions-apiserver pkg/apiserver/customresource_handler.go unstructuredSchemaCoercer, schema/defaulting
 */
export function takeIn(schema: Schema, value: unknown): unknown {
  if (Array.isArray(value)) return takeInItems(schema, value);
  return isObject(value) ? addDefaults(schema, value, takeInFields(schema, value)) : value;
}

function takeInItems({ items = {} }: Schema, values: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < values.length; index++) {
    const after = takeIn(items, values[index] ?? items.default ?? null);
    if (after !== values[index]) (copy ??= [...values])[index] = after;
  }
  return copy ?? values;
}

type Fields = Record<string, unknown>;

/** @returns undefined if all fields stay as they are */
function takeInFields(schema: Schema, value: Readonly<Fields>): Fields | undefined {
  let copy: Fields | undefined;
  const names = Object.keys(value);
  for (const name of names) {
    const child = value[name];
    const field = fieldSchema(schema, name);
    const isKept = field ? canBe(field, child) : schema['x-kubernetes-preserve-unknown-fields'];
    const after = isKept && field ? takeIn(field, child) : child;
    if (!copy && isKept && after === child) continue;
    copy ??= fieldsBefore(name, names, value);
    if (isKept) copy[name] = after;
  }
  return copy;
}

function canBe({ nullable }: Schema, value: unknown): boolean {
  return value !== null || Boolean(nullable);
}

function fieldsBefore(name: string, names: readonly string[], value: Readonly<Fields>): Fields {
  const copy: Fields = {};
  for (const before of names.slice(0, names.indexOf(name))) copy[before] = value[before];
  return copy;
}

function addDefaults(schema: Schema, value: Readonly<Fields>, kept: Fields | undefined): Readonly<Fields> {
  let copy = kept;
  for (const [name, field] of defaultsOf(schema)) {
    if (!Object.hasOwn(copy ?? value, name)) (copy ??= { ...value })[name] = takeIn(field, field.default);
  }
  return copy ?? value;
}

const NONE: readonly (readonly [string, Schema])[] = [];
const known = new WeakMap<Schema, typeof NONE>();

/** The fields that have a default. */
function defaultsOf(schema: Schema): typeof NONE {
  if (!schema.properties) return NONE;
  let defaults = known.get(schema);
  if (!defaults) {
    defaults = Object.entries(schema.properties).filter(([, field]) => field.default !== undefined);
    known.set(schema, defaults);
  }
  return defaults;
}
