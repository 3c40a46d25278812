import type { StringMap } from './fields';
import { groupBy } from './group-by';
import type { Manifest } from './manifest';
import { compareRefs } from './object-ref';

/** The objects of one kind by namespace, name and label. Indexes that few ask for are built when first asked for. */
export class KindIndex {
  /** By namespace, then by name. */
  readonly #byName = new Map<string, Map<string, Manifest>>();
  readonly #byNamespace = new Map<string, readonly Manifest[]>();
  #all: readonly Manifest[] | undefined;
  #byLabel: ReadonlyMap<string, readonly Manifest[]> | undefined;

  /**
   * Puts an object in: all, before any is asked for.
   * @returns the one of the same name, which it replaces
   */
  public put(manifest: Manifest): Manifest | undefined {
    const { namespace, name } = manifest;
    let names = this.#byName.get(namespace);
    if (!names) this.#byName.set(namespace, names = new Map());
    const before = names.get(name);
    names.set(name, manifest);
    return before;
  }

  /** By namespace and name. */
  public get all(): readonly Manifest[] {
    return this.#all ??= this.#unsorted().sort(compareRefs);
  }

  /** The objects for which that is true. */
  public where(isWanted: (manifest: Manifest) => boolean): KindIndex {
    if (this.#unsorted().every(isWanted)) return this;
    const index = new KindIndex();
    for (const manifest of this.#unsorted().filter(isWanted)) index.put(manifest);
    return index;
  }

  public find(namespace: string, name: string): Manifest | undefined {
    return this.#byName.get(namespace)?.get(name);
  }

  public inNamespace(namespace: string): readonly Manifest[] {
    let manifests = this.#byNamespace.get(namespace);
    if (!manifests) {
      manifests = [...this.#byName.get(namespace)?.values() ?? []].sort(compareRefs);
      this.#byNamespace.set(namespace, manifests);
    }
    return manifests;
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

  #unsorted(): Manifest[] {
    const manifests: Manifest[] = [];
    for (const names of this.#byName.values()) for (const manifest of names.values()) manifests.push(manifest);
    return manifests;
  }
}

function labelKey(namespace: string, key: string, value: string): string {
  return `${namespace}\n${key}\n${value}`;
}
