import type { Json } from './manifest-renderer';

/** Thrown where a value is not plain data. Made once: a stack trace costs more than a copy. */
export const NOT_PLAIN = new Error('not plain data');

/** Whether a value is a map without a class. */
export function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && value.constructor === Object;
}

/** What plain data become. */
interface PlainDataOptions {
  /** Whether keys are put in order. */
  readonly sorts: boolean;
  /** Whether what would come out the same is given as it is, and not copied. */
  readonly shares: boolean;
  /** Whether maps and lists that are empty are left out. */
  readonly dropsEmpty?: boolean;
}

/**
 * Makes of plain data what cdk8s makes of it: in order, without what is null or undefined.
 * @see cdk8s lib/_util.ts sanitizeValue
 */
export class PlainData {
  constructor(private readonly options: PlainDataOptions) {}

  /**
   * The fields of a map that have a value, in the order that is given.
   * @param to the map that they are added to
   */
  public fields(map: Json, keys: readonly string[], to: Json = {}): Json {
    for (const key of keys) {
      const value = this.value(map[key]);
      if (value !== undefined) to[key] = value;
    }
    return to;
  }

  /** The keys of a map, in order. */
  public keysOf(map: Json): string[] {
    const keys = Object.keys(map);
    return this.isInOrder(keys) ? keys : keys.sort();
  }

  /** A value; undefined if there is none. */
  private value(value: unknown): unknown {
    switch (typeof value) {
      case 'string':
      case 'number':
      case 'boolean':
      case 'undefined':
        return value;
      case 'object':
        if (value === null) return undefined;
        if (Array.isArray(value)) return this.list(value);
        if (isMap(value)) return this.map(value);
    }
    throw NOT_PLAIN;
  }

  private map(map: Json): Json | undefined {
    const keys = Object.keys(map);
    if (keys.length === 0 && this.options.dropsEmpty) return undefined;
    const rendered = this.options.shares && this.isInOrder(keys) ? this.shared(map, keys) : this.fields(map, this.keysOf(map));
    return this.options.dropsEmpty && Object.keys(rendered).length === 0 ? undefined : rendered;
  }

  /** A map that is in order: itself, or a copy from the first value on that does not stay as it is. */
  private shared(map: Json, keys: readonly string[]): Json {
    for (let index = 0; index < keys.length; index++) {
      const value = map[keys[index]];
      const rendered = this.value(value);
      if (rendered !== undefined && rendered === value) continue;
      const copied = Object.fromEntries(keys.slice(0, index).map((key) => [key, map[key]]));
      if (rendered !== undefined) copied[keys[index]] = rendered;
      return Object.assign(copied, this.fields(map, keys.slice(index + 1)));
    }
    return map;
  }

  private list(list: readonly unknown[]): readonly unknown[] | undefined {
    if (list.length === 0 && this.options.dropsEmpty) return undefined;
    let copied: unknown[] | undefined = this.options.shares ? undefined : [];
    for (let index = 0; index < list.length; index++) {
      const rendered = this.element(list[index]);
      if (!copied && rendered !== list[index]) copied = list.slice(0, index);
      copied?.push(rendered);
    }
    return copied ?? list;
  }

  /** An element of a list, where cdk8s leaves a gap for what there is not. */
  private element(element: unknown): unknown {
    const rendered = this.value(element);
    if (rendered === undefined) throw NOT_PLAIN;
    return rendered;
  }

  private isInOrder(keys: readonly string[]): boolean {
    if (!this.options.sorts) return true;
    for (let index = 1; index < keys.length; index++) {
      if (keys[index] < keys[index - 1]) return false;
    }
    return true;
  }
}
