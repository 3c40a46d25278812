import { isObject } from './go-text';
import type { Schema } from './schema';
import { fieldSchema } from './schema';

/**
 * A copy of a value as the API server takes it in: fields that the schema does not know, or that are null though they may not
 * be, are as if they were absent, and absent fields have the defaults of the schema.
 * @see k8s.io/apiextensions-apiserver pkg/apiserver/customresource_handler.go unstructuredSchemaCoercer, schema/defaulting
 */
export function withDefaults(schema: Schema = {}, value: unknown): unknown {
  if (Array.isArray(value)) return Array.from(value, (item) => withDefaults(schema.items, item ?? schema.items?.default ?? null));
  if (!isObject(value)) return value;
  return addDefaults(schema, pruned(schema, value));
}

function pruned(schema: Schema, value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, child] of Object.entries(value)) {
    const field = fieldSchema(schema, name);
    const isKept = field ? child !== null || field.nullable : schema['x-kubernetes-preserve-unknown-fields'];
    if (isKept) result[name] = field ? withDefaults(field, child) : child;
  }
  return result;
}

function addDefaults({ properties = {} }: Schema, value: Record<string, unknown>): Record<string, unknown> {
  for (const [name, field] of Object.entries(properties)) {
    if (field.default !== undefined && !Object.hasOwn(value, name)) value[name] = withDefaults(field, field.default);
  }
  return value;
}
