import type { Value } from './cluster';

/** Whether the mesh still shows what is looked for. */
export type Predicate = (values: readonly Value[]) => Promise<boolean>;

/**
 * Makes a mesh smaller while the predicate holds: without objects, first many at a time, then without fields.
 * @param budget how often the predicate may be asked
 */
export async function shrink(values: readonly Value[], holds: Predicate, budget = 200): Promise<Value[]> {
  const limited = new Limited(holds, budget);
  const objects = await withoutElements([...values], (rest) => limited.holds(rest));
  return withoutFields(objects, (rest) => limited.holds(rest));
}

/** Says no when the budget is spent. */
class Limited {
  public constructor(private readonly predicate: Predicate, private left: number) {}

  public async holds(values: readonly Value[]): Promise<boolean> {
    return this.left-- > 0 && this.predicate(values);
  }
}

async function withoutElements(elements: Value[], holds: Predicate): Promise<Value[]> {
  let rest = elements;
  for (let size = Math.ceil(rest.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < rest.length;) {
      const fewer = [...rest.slice(0, start), ...rest.slice(start + size)];
      if (await holds(fewer)) rest = fewer;
      else start += size;
    }
  }
  return rest;
}

type Path = readonly (string | number)[];

async function withoutFields(values: Value[], holds: Predicate): Promise<Value[]> {
  let current = values;
  for (let index = 0; index < current.length; index++) {
    for (const path of removablePaths(current[index], [])) {
      const smaller = current.map((value, at) => at === index ? without(value, path) as Value : value);
      if (JSON.stringify(smaller) !== JSON.stringify(current) && await holds(smaller)) current = smaller;
    }
  }
  return current;
}

const KEPT = new Set(['apiVersion', 'kind', 'metadata.name', 'metadata.namespace']);

/** Paths of fields and list items, outer ones before those within, later items before earlier ones. */
function removablePaths(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? value.map((_, index) => index).reverse() : Object.keys(value);
  return keys.flatMap((key) => {
    const inner = [...path, key];
    const rest = removablePaths((value as Record<string | number, unknown>)[key], inner);
    return KEPT.has(inner.join('.')) || inner.join('.') === 'metadata' ? rest : [inner, ...rest];
  });
}

function without(value: unknown, [key, ...rest]: Path): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value as unknown[];
    return rest.length === 0
      ? items.filter((_, index) => index !== key)
      : items.map((item, index) => index === key ? without(item, rest) : item);
  }
  const { [key]: child, ...others } = value as Record<string | number, unknown>;
  return rest.length === 0 || child === undefined ? others : { ...value, [key]: without(child, rest) };
}
