/** The first that has the key of one before it; undefined if all keys differ. */
export function findTwice<T>(list: readonly T[], keyOf: (one: T) => unknown): T | undefined {
  const keys = new Set<unknown>();
  return list.find((one) => keys.size === keys.add(keyOf(one)).size);
}
