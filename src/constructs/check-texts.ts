import { mistake } from './problem';

/**
 * Refuses a text in the place of a list: it would count by any part of itself.
 * @param what what it is, as the user writes it
 * @throws if it is there and no list of texts
 */
export function checkTexts(what: string, value: readonly string[] | undefined): void {
  if (value === undefined || (Array.isArray(value) && value.every((text) => typeof text === 'string'))) return;
  throw mistake(`${what} is ${JSON.stringify(value)}, no list of texts: write ${typeof value === 'string' ? JSON.stringify([value]) : 'one'}`);
}

/** Which objects something is about. */
interface ObjectFilter {
  readonly kinds?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly names?: readonly string[];
}

/**
 * Refuses a filter of objects that would silently fit other objects than it says.
 * @param whose what it belongs to, as the user knows it
 */
export function checkFilter(whose: string, filter: ObjectFilter): void {
  for (const list of ['kinds', 'namespaces', 'names'] as const) checkTexts(`"${list}" of ${whose}`, filter[list]);
  const singular = ['kind', 'namespace'].find((name) => name in filter && !(`${name}s` in filter));
  if (singular) throw mistake(`"${singular}" of ${whose} is unknown, and without it all would fit: write "${singular}s", a list`);
}
