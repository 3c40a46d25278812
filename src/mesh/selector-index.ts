import type { StringMap } from './fields';

/** Things that select objects by labels, so that for an object not each of them has to be asked. */
export class SelectorIndex<T> {
  readonly #byLabel = new Map<string, Placed<T>[]>();
  readonly #others: Placed<T>[] = [];

  /**
   * @param all in the order in which they are found
   * @param wanted labels that an object must have to be selected; undefined or empty: it may be any object
   */
  constructor(public readonly all: readonly T[], wanted: (one: T) => StringMap | undefined) {
    for (const [order, one] of all.entries()) this.#groupOf(wanted(one)).push({ one, order });
  }

  /** Those that may select an object with these labels, in their order: each has one of the labels, or asks for none. */
  public candidates(labels: StringMap): T[] {
    const found = Object.entries(labels).flatMap(([name, value]) => this.#byLabel.get(keyOf(name, value)) ?? []);
    return [...this.#others, ...found].sort((a, b) => a.order - b.order).map(({ one }) => one);
  }

  #groupOf(labels: StringMap = {}): Placed<T>[] {
    const [first] = Object.entries(labels);
    if (!first) return this.#others;
    const key = keyOf(...first);
    let group = this.#byLabel.get(key);
    if (!group) this.#byLabel.set(key, group = []);
    return group;
  }
}

interface Placed<T> {
  readonly one: T;
  readonly order: number;
}

function keyOf(name: string, value: string): string {
  return `${name}\n${value}`;
}
