import { isObject } from './go-text';
import type { KubernetesObject } from './object';
import type { CoreKind, CustomKind } from './schema';

/** What an object has beside its spec, and what is checked for itself or by those who read it. */
export const HEADER: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/** The specs of which there is nothing to say, by kind: many objects may have one and the same. */
export class RightSpecs {
  readonly #known = new WeakMap<CoreKind | CustomKind, WeakSet<object>>();

  /** Whether an object has such a spec, and nothing else beside its header. */
  public has(kind: CoreKind | CustomKind, object: KubernetesObject): boolean {
    const { spec } = object;
    return isObject(spec) && this.#known.get(kind)?.has(spec) === true && hasNothingElse(object);
  }

  /** Keeps the spec of an object of which there is nothing to say. */
  public keep(kind: CoreKind | CustomKind, { spec }: KubernetesObject): void {
    if (!isObject(spec)) return;
    const known = this.#known.get(kind);
    if (known) known.add(spec);
    else this.#known.set(kind, new WeakSet([spec]));
  }
}

function hasNothingElse(object: KubernetesObject): boolean {
  for (const name in object) if (name !== 'spec' && !HEADER.has(name)) return false;
  return true;
}
