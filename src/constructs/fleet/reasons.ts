import type { ClusterValue, Scalar } from './cluster-value';

/** What each cluster has in one place. */
type Found = ReadonlyMap<string, string | undefined>;

/**
 * The values of a fleet that a difference goes with. The best explanation counts: a value that stands in the field itself;
 * else one that divides the clusters just as the field does; else one from which the field follows, unless it is another
 * one in each cluster, from which anything would follow.
 */
export function reasonsFor(found: Found, values: readonly ClusterValue<Scalar>[]): string[] {
  const following = values.filter((value) => isDivided(found, value) && follows(found, value));
  const dividing = following.filter((value) => isDecisive(found, value));
  const written = dividing.filter((value) => isWritten(found, value));
  const telling = following.filter((value) => keysOf(found, value).size < found.size);
  const [best = []] = [written, dividing, telling].filter((some) => some.length > 0);
  return best.map(({ name }) => name);
}

/** Whether the value is not the same for all of the clusters. */
function isDivided(found: Found, value: ClusterValue<Scalar>): boolean {
  return keysOf(found, value).size > 1;
}

/** Whether clusters with one value have the same in this place. */
function follows(found: Found, value: ClusterValue<Scalar>): boolean {
  const seen = new Map<Scalar, string | undefined>();
  return [...found].every(([cluster, text]) => {
    const key = value.of(cluster);
    if (!seen.has(key)) seen.set(key, text);
    return seen.get(key) === text;
  });
}

/** Whether clusters with different values have something different in this place. */
function isDecisive(found: Found, value: ClusterValue<Scalar>): boolean {
  return new Set(found.values()).size === keysOf(found, value).size;
}

function keysOf(found: Found, value: ClusterValue<Scalar>): Set<Scalar> {
  return new Set([...found.keys()].map((cluster) => value.of(cluster)));
}

/** Whether the value stands in this place, alone or as a part of a longer text. */
function isWritten(found: Found, value: ClusterValue<Scalar>): boolean {
  return [...found].every(([cluster, text]) => {
    const words = String(value.of(cluster));
    const at = text?.indexOf(words) ?? -1;
    return at >= 0 && !/[\w]/.test(`${text![at - 1] ?? ''}${text![at + words.length] ?? ''}`);
  });
}
