import type { SchemaFinding } from './finding';
import { fieldPath } from './finding';
import { isObject } from './go-text';
import type { Schema } from './schema';
import { fieldSchema } from './schema';

/**
 * The fields of a value that its schema does not know. With strict field validation the API server refuses them, else it
 * drops them.
 * @see k8s.io/apiextensions-apiserver pkg/apiserver/schema/pruning/algorithm.go
 */
export function unknownFields(schema: Schema | undefined, value: unknown, path: string): SchemaFinding[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => unknownFields(schema?.items, item, `${path}[${index}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, child]) => {
    const field = schema && fieldSchema(schema, name);
    if (field) return unknownFields(field, child, fieldPath(path, name));
    return schema?.['x-kubernetes-preserve-unknown-fields'] ? [] : [unknownField(fieldPath(path, name))];
  });
}

/** `unknown field "spec.foo"` */
export function unknownField(path: string): SchemaFinding {
  return { path, type: 'UnknownField', message: `unknown field "${path}"` };
}
