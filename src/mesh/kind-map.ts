import type { Kind } from './kinds/kind';

/** What names a kind. */
export type KindName = Pick<Kind, 'group' | 'kind'>;

/** Things of kinds, in the order in which the kinds were first met. Finds them without putting a name together. */
export class KindMap<T> {
  readonly #byGroup = new Map<string, Map<string, T>>();
  readonly #all: T[] = [];

  /** The things of all kinds. */
  public get all(): readonly T[] {
    return this.#all;
  }

  public get({ group, kind }: KindName): T | undefined {
    return this.#byGroup.get(group)?.get(kind);
  }

  /** What is of that kind; it is made if it is not yet there. */
  public at(name: KindName, make: (name: KindName) => T): T {
    let one = this.get(name);
    if (one === undefined) this.#add(name, one = make(name));
    return one;
  }

  #add({ group, kind }: KindName, one: T): void {
    let ofGroup = this.#byGroup.get(group);
    if (!ofGroup) this.#byGroup.set(group, ofGroup = new Map());
    ofGroup.set(kind, one);
    this.#all.push(one);
  }
}
