import { isMapping } from '../mesh/fields';
import type { FieldPath } from '../mesh/positions';

/** A field that differs. */
export interface FieldChange {
  readonly path: FieldPath;
  /** Undefined: it was not there. */
  readonly before: unknown;
  /** Undefined: it is not there any more. */
  readonly after: unknown;
}

/** Whether two trees of plain values are equal; the order of keys does not count, and what is undefined is not there. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  return isMapping(a) && isMapping(b) && hasSameFields(a, b);
}

function hasSameFields(a: Mapping, b: Mapping): boolean {
  for (const name in a) if (!isSame(a[name], fieldOf(b, name))) return false;
  for (const name in b) if (b[name] !== undefined && !Object.hasOwn(a, name)) return false;
  return true;
}

type Mapping = Readonly<Record<string, unknown>>;

function fieldOf(mapping: Mapping, name: string): unknown {
  return Object.hasOwn(mapping, name) ? mapping[name] : undefined;
}

/** The innermost fields that differ, in the order of their paths; lists of different length are one field each. */
export function fieldChanges(before: unknown, after: unknown, path: FieldPath = []): FieldChange[] {
  if (isSame(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => fieldChanges(item, after[index], [...path, index]));
  }
  if (!isMapping(before) || !isMapping(after)) return [{ path, before, after }];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => fieldChanges(fieldOf(before, name), fieldOf(after, name), [...path, name]));
}
