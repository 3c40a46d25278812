import type { Json } from './manifest-renderer';

/** Thrown where a value is not plain data. Made once: a stack trace costs more than a copy. */
export const NOT_PLAIN = new Error('not plain data');

/** Whether a value is a map without a class, which inherits nothing: a loop over its keys finds none but its own. */
export function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && value.constructor === Object && Object.getPrototypeOf(value) === Object.prototype;
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
    for (const key of keys) this.field(map, key, to);
    return to;
  }

  /** The fields of a map but for some, in order, added to another map. */
  public fieldsBut(map: Json, excluded: readonly string[], to: Json): Json {
    const others: string[] = [];
    for (const key in map) if (!excluded.includes(key)) others.push(key);
    // Most manifests have one more.
    return this.fields(map, others.length > 1 && this.options.sorts ? others.sort() : others, to);
  }

  private field(map: Json, key: string, to: Json): void {
    const value = this.value(map[key]);
    if (value !== undefined) to[key] = value;
  }

  /** The keys of a map, in order. */
  public keysOf(map: Json): string[] {
    const keys = Object.keys(map);
    return this.isInOrder(map) ? keys : keys.sort();
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
    const { shares, dropsEmpty } = this.options;
    const rendered = (shares && this.shared(map)) || this.fields(map, this.keysOf(map));
    return dropsEmpty && isEmpty(rendered) ? undefined : rendered;
  }

  /** A map that is in order: itself, or a copy if a value does not stay as it is. Undefined if it is not in order. */
  private shared(map: Json): Json | undefined {
    const { sorts } = this.options;
    let copied: Json | undefined;
    let last = '';
    for (const key in map) {
      if (sorts && key < last) return undefined;
      last = key;
      const value = map[key];
      const rendered = this.value(value);
      if (!copied && (rendered === undefined || rendered !== value)) copied = fieldsBefore(key, map);
      if (copied && rendered !== undefined) copied[key] = rendered;
    }
    return copied ?? map;
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

  private isInOrder(map: Json): boolean {
    if (!this.options.sorts) return true;
    let last = '';
    for (const key in map) {
      if (key < last) return false;
      last = key;
    }
    return true;
  }
}

/** Whether a map has no fields. */
export function isEmpty(map: Json): boolean {
  for (const _ in map) return false;
  return true;
}

function fieldsBefore(end: string, map: Json): Json {
  const fields: Json = {};
  for (const key in map) {
    if (key === end) break;
    fields[key] = map[key];
  }
  return fields;
}
