import type { StringMap } from './fields';
import { groupBy } from './group-by';
import { hasLabels } from './label-selector';
import type { Manifest } from './manifest';
import { compareRefs } from './object-ref';

/** The objects of one kind by namespace, name and label. */
export class KindIndex {
  readonly #namespaces = new Map<string, NamespaceIndex>();
  #all: readonly Manifest[] | undefined;

  /**
   * Puts an object in: all, before any is asked for.
   * @returns the one of the same name, which it replaces
   */
  public put(manifest: Manifest): Manifest | undefined {
    const { namespace } = manifest;
    const index = this.#namespaces.get(namespace);
    if (index) return index.put(manifest);
    this.#namespaces.set(namespace, new NamespaceIndex(manifest));
    return undefined;
  }

  /** By namespace and name. */
  public get all(): readonly Manifest[] {
    return this.#all ??= sorted(this.#unsorted());
  }

  /** The objects for which that is true. */
  public where(isWanted: (manifest: Manifest) => boolean): KindIndex {
    if (this.#unsorted().every(isWanted)) return this;
    const index = new KindIndex();
    for (const manifest of this.#unsorted().filter(isWanted)) index.put(manifest);
    return index;
  }

  public find(namespace: string, name: string): Manifest | undefined {
    return this.#namespaces.get(namespace)?.find(name);
  }

  public inNamespace(namespace: string): readonly Manifest[] {
    return this.#namespaces.get(namespace)?.all ?? NONE;
  }

  public labelled(namespace: string, labels: StringMap): readonly Manifest[] {
    return this.#namespaces.get(namespace)?.labelled(labels) ?? NONE;
  }

  #unsorted(): Manifest[] {
    const manifests: Manifest[] = [];
    for (const index of this.#namespaces.values()) for (const manifest of index.all) manifests.push(manifest);
    return manifests;
  }
}

const NONE: readonly Manifest[] = [];

/** By namespace and name; the same list if it is so already, as that of most namespaces is. */
function sorted(manifests: readonly Manifest[]): readonly Manifest[] {
  const isSorted = manifests.every((manifest, index) => index === 0 || compareRefs(manifests[index - 1], manifest) <= 0);
  return isSorted ? manifests : [...manifests].sort(compareRefs);
}

/** Up to so many objects are looked through, which costs less than an index of them: most namespaces have few of a kind. */
const FEW = 8;

/** The objects of one kind in one namespace by name and label. Indexes that few ask for are built when first asked for. */
class NamespaceIndex {
  readonly #few: Manifest[];
  /** Undefined as long as there are few. */
  #many: Map<string, Manifest> | undefined;
  #all: readonly Manifest[] | undefined;
  #byLabel: ReadonlyMap<string, readonly Manifest[]> | undefined;

  constructor(first: Manifest) {
    // A list that begins empty would get room for many more, and most namespaces have one.
    this.#few = [first];
  }

  /** @returns the one of the same name, which it replaces */
  public put(manifest: Manifest): Manifest | undefined {
    const before = this.find(manifest.name);
    if (this.#many) this.#many.set(manifest.name, manifest);
    else if (before) this.#few[this.#few.indexOf(before)] = manifest;
    else if (this.#few.push(manifest) > FEW) this.#many = new Map(this.#few.map((each) => [each.name, each]));
    return before;
  }

  /** By name. */
  public get all(): readonly Manifest[] {
    return this.#all ??= this.#many ? sorted([...this.#many.values()]) : sorted(this.#few);
  }

  public find(name: string): Manifest | undefined {
    if (this.#many) return this.#many.get(name);
    for (const manifest of this.#few) if (manifest.name === name) return manifest;
    return undefined;
  }

  public labelled(labels: StringMap): readonly Manifest[] {
    const wanted = Object.entries(labels);
    if (wanted.length === 0) return NONE;
    const candidates = this.#many ? this.candidates(wanted) : this.all;
    return candidates.filter((manifest) => hasLabels(manifest.labels, labels));
  }

  /** Those that have the rarest of the labels. */
  private candidates(wanted: readonly (readonly [string, string])[]): readonly Manifest[] {
    this.#byLabel ??= groupBy(this.all, (manifest) => Object.entries(manifest.labels).map(([key, value]) => labelKey(key, value)));
    return wanted.map(([key, value]) => this.#byLabel!.get(labelKey(key, value)) ?? NONE)
      .reduce((best, next) => next.length < best.length ? next : best);
  }
}

function labelKey(key: string, value: string): string {
  return `${key}\n${value}`;
}
