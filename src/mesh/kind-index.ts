import type { StringMap } from './fields';
import type { Manifest } from './manifest';
import { compareRefs } from './object-ref';

/** The objects of one kind by namespace, name and label. Indexes that few ask for are built when first asked for. */
export class KindIndex {
  readonly #byName = new Map<string, Manifest>();
  #all: readonly Manifest[] | undefined;
  #byNamespace: ReadonlyMap<string, readonly Manifest[]> | undefined;
  #byLabel: ReadonlyMap<string, readonly Manifest[]> | undefined;

  /**
   * Puts an object in: all, before any is asked for.
   * @returns the one of the same name, which it replaces
   */
  public put(manifest: Manifest): Manifest | undefined {
    const key = nameKey(manifest.namespace, manifest.name);
    const before = this.#byName.get(key);
    this.#byName.set(key, manifest);
    return before;
  }

  /** By namespace and name. */
  public get all(): readonly Manifest[] {
    return this.#all ??= [...this.#byName.values()].sort(compareRefs);
  }

  /** The objects for which that is true. */
  public where(isWanted: (manifest: Manifest) => boolean): KindIndex {
    const wanted = [...this.#byName.values()].filter(isWanted);
    if (wanted.length === this.#byName.size) return this;
    const index = new KindIndex();
    for (const manifest of wanted) index.put(manifest);
    return index;
  }

  public find(namespace: string, name: string): Manifest | undefined {
    return this.#byName.get(nameKey(namespace, name));
  }

  public inNamespace(namespace: string): readonly Manifest[] {
    this.#byNamespace ??= inRuns(this.all);
    return this.#byNamespace.get(namespace) ?? [];
  }

  public labelled(namespace: string, labels: StringMap): readonly Manifest[] {
    const wanted = Object.entries(labels);
    if (wanted.length === 0) return [];
    this.#byLabel ??= groupBy(this.all, (manifest) =>
      Object.entries(manifest.labels).map(([key, value]) => labelKey(manifest.namespace, key, value)));
    const candidates = wanted.map(([key, value]) => this.#byLabel!.get(labelKey(namespace, key, value)) ?? []);
    const fewest = candidates.reduce((best, next) => next.length < best.length ? next : best);
    return fewest.filter(({ labels: own }) => wanted.every(([key, value]) => Object.hasOwn(own, key) && own[key] === value));
  }
}

function nameKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace}\n${key}\n${value}`;
}

/** The objects of each namespace, which follow one another. */
function inRuns(sorted: readonly Manifest[]): Map<string, Manifest[]> {
  const groups = new Map<string, Manifest[]>();
  let group: Manifest[] = [];
  for (const manifest of sorted) {
    if (group[0]?.namespace !== manifest.namespace) groups.set(manifest.namespace, group = []);
    group.push(manifest);
  }
  return groups;
}

function groupBy(manifests: readonly Manifest[], keysOf: (manifest: Manifest) => readonly string[]): Map<string, Manifest[]> {
  const groups = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    for (const key of keysOf(manifest)) {
      const group = groups.get(key);
      if (group) group.push(manifest);
      else groups.set(key, [manifest]);
    }
  }
  return groups;
}
