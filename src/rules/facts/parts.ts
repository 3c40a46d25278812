import { childOf, isMapping } from '../../mesh/fields';

/** What lies at a path of a value whose fields have no type here; of a list its items, and nothing where there is nothing. */
export function partsOf(value: unknown, path: readonly string[]): readonly unknown[] {
  const end = path.reduce<unknown>((above, step) => isMapping(above) ? childOf(above, step) : undefined, value);
  if (Array.isArray(end)) return end;
  return end === undefined ? [] : [end];
}
