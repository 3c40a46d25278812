import type { SchemaFinding } from './finding';
import { fieldError, fieldPath, invalid, printed } from './finding';
import { goJson, isObject } from './go-text';
import type { Schema } from './schema';
import { fieldSchema } from './schema';

/**
 * The items that are there twice in lists that are sets, or maps by the key fields of their items.
 * @see k8s.io/apiextensions-apiserver pkg/apiserver/schema/listtype/validation.go
 */
export function checkListTypes(schema: Schema | undefined, value: unknown, path = ''): SchemaFinding[] {
  if (!schema) return [];
  if (Array.isArray(value)) {
    return [
      ...duplicates(schema, value, path),
      ...value.flatMap((item, index) => checkListTypes(schema.items, item, `${path}[${index}]`)),
    ];
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, child]) => checkListTypes(fieldSchema(schema, name), child, fieldPath(path, name)));
}

/** Whether no item of a list is there twice that may not be. */
export function hasNoDuplicates(schema: Schema, items: readonly unknown[]): boolean {
  return items.length < 2 || duplicates(schema, items, '').length === 0;
}

function duplicates(schema: Schema, items: readonly unknown[], path: string): SchemaFinding[] {
  const listType = schema['x-kubernetes-list-type'];
  if (listType === 'set') return repeated(items, path);
  if (listType !== 'map') return [];
  const misfit = items.findIndex((item) => item !== null && !isObject(item));
  if (misfit >= 0) return [invalid(`${path}[${misfit}]`, items[misfit], 'must be an object for an array of list-type map')];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  return repeated(items.map((item) => keyOf(item, keys)), path);
}

function keyOf(item: unknown, keys: readonly string[]): Record<string, unknown> {
  if (!isObject(item)) return {};
  return Object.fromEntries(keys.filter((key) => Object.hasOwn(item, key)).map((key) => [key, item[key]]));
}

/** What occurs again is reported once, where it occurs for the second time. */
function repeated(values: readonly unknown[], path: string): SchemaFinding[] {
  const times = new Map<string, number>();
  return values.flatMap((value, index) => {
    const key = goJson(value);
    const time = (times.get(key) ?? 0) + 1;
    times.set(key, time);
    return time === 2 ? [fieldError('Duplicate', `${path}[${index}]`, printed(value))] : [];
  });
}
