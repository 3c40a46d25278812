import type { StringMap } from './fields';
import type { Manifest } from './manifest';
import { compareRefs } from './object-ref';

/** The objects of one kind by namespace, name and label. Indexes that few ask for are built when first asked for. */
export class KindIndex {
  /** By namespace and name. */
  public readonly all: readonly Manifest[];
  readonly #byName: ReadonlyMap<string, Manifest>;
  #byNamespace: ReadonlyMap<string, readonly Manifest[]> | undefined;
  #byLabel: ReadonlyMap<string, readonly Manifest[]> | undefined;

  /** @param byName by `namespace/name` */
  constructor(byName: ReadonlyMap<string, Manifest>) {
    this.#byName = byName;
    this.all = [...byName.values()].sort(compareRefs);
  }

  /** The objects for which that is true. */
  public where(isWanted: (manifest: Manifest) => boolean): KindIndex {
    if (this.all.every(isWanted)) return this;
    return new KindIndex(new Map([...this.#byName].filter(([, manifest]) => isWanted(manifest))));
  }

  public find(namespace: string, name: string): Manifest | undefined {
    return this.#byName.get(`${namespace}/${name}`);
  }

  public inNamespace(namespace: string): readonly Manifest[] {
    this.#byNamespace ??= groupBy(this.all, (manifest) => [manifest.namespace]);
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

function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace}\n${key}\n${value}`;
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
