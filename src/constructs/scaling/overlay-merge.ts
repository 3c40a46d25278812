/** A part of a manifest. */
export type Overlay = { [key: string]: any };

/**
 * Merges two parts of a manifest as a strategic merge patch would: maps by key, lists of named items by name, all else
 * is replaced by the second.
 */
export function mergeOverlays(base: unknown, patch: unknown): unknown {
  if (patch === undefined) return base;
  if (isNamedList(base) && isNamedList(patch)) return mergeNamed(base, patch);
  if (!isMapping(base) || !isMapping(patch)) return patch;
  const merged: Overlay = { ...base };
  for (const [key, value] of Object.entries(patch)) merged[key] = mergeOverlays(base[key], value);
  return merged;
}

function mergeNamed(base: readonly Overlay[], patch: readonly Overlay[]): Overlay[] {
  const kept = base.map((item) => mergeOverlays(item, patch.find((other) => other.name === item.name)) as Overlay);
  return [...kept, ...patch.filter((item) => !base.some((other) => other.name === item.name))];
}

function isMapping(value: unknown): value is Overlay {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNamedList(value: unknown): value is Overlay[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => isMapping(item) && typeof item.name === 'string');
}

/**
 * Turns the typed structs of cdk8s-plus into plain data: a `Quantity` or `IntOrString` becomes its value, and what is
 * undefined is left out.
 */
export function plainOverlay(value: unknown): any {
  if (Array.isArray(value)) return value.map(plainOverlay);
  if (!isMapping(value)) return value;
  if (isScalarWrapper(value)) return value.value;
  return Object.fromEntries(Object.entries(value)
    .map(([key, child]) => [key, plainOverlay(child)] as const)
    .filter(([, child]) => child !== undefined));
}

function isScalarWrapper(value: Overlay): boolean {
  return Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null && 'value' in value;
}
