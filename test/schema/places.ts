/** Every field and item in a value: what has it, and its name or index. */
export function placesIn(value: unknown): [Record<string, unknown>, string][] {
  if (typeof value !== 'object' || value === null) return [];
  const owner = value as Record<string, unknown>;
  return Object.keys(owner).flatMap((key) => [[owner, key] as [Record<string, unknown>, string], ...placesIn(owner[key])]);
}
