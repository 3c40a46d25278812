import type { Dimension, DimensionValue } from './dimension';
import { compareText } from '../mesh/object-ref';

/** What policies and routes name of the requests that they are about, by the thing that they name. */
export class Vocabulary {
  readonly #values = new Map<string, Map<string, boolean>>();

  /** @param isChanged whether who names the values differs between the meshes */
  public add(what: string, values: readonly string[], isChanged: boolean): void {
    let known = this.#values.get(what);
    if (!known) this.#values.set(what, known = new Map());
    for (const value of values) known.set(value, isChanged || (known.get(value) ?? false));
  }

  /** Things of which the names begin so, sorted. */
  public things(prefix: string): string[] {
    return [...this.#values.keys()].filter((what) => what.startsWith(prefix)).sort(compareText);
  }

  /** The values that are named, without those that need not be asked for. */
  public valuesOf(what: string): string[] {
    return [...this.#values.get(what)?.keys() ?? []].sort(compareText);
  }

  /**
   * What is to be asked of a thing: first what changed, then the usual, then the rest.
   * @param usual what requests have that nobody names
   */
  public dimension(what: string, usual: readonly DimensionValue[]): Dimension {
    const known = this.#values.get(what) ?? new Map<string, boolean>();
    const named = this.valuesOf(what).filter((value) => !usual.some((one) => one.value === value && !one.isOther));
    const pick = (isChanged: boolean): DimensionValue[] =>
      named.filter((value) => known.get(value) === isChanged).map((value) => ({ value, isOther: false }));
    const unnamed = usual.filter(({ value, isOther }) => !isOther || value === null || !known.has(value));
    return { what, values: [...pick(true), ...unnamed, ...pick(false)] };
  }
}
