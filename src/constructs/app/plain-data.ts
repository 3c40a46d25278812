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
    return this.options.sorts ? keys.sort() : keys;
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
    const rendered = this.fields(map, this.keysOf(map));
    return this.options.dropsEmpty && isEmpty(rendered) ? undefined : rendered;
  }

  private list(list: readonly unknown[]): readonly unknown[] | undefined {
    return list.length === 0 && this.options.dropsEmpty ? undefined : list.map((element) => this.element(element));
  }

  /** An element of a list, where cdk8s leaves a gap for what there is not. */
  private element(element: unknown): unknown {
    const rendered = this.value(element);
    if (rendered === undefined) throw NOT_PLAIN;
    return rendered;
  }
}

/**
 * Whether plain data come out as they are: in order, with nothing in them that is null or undefined. It calls nothing that calls
 * it, which V8 would take longer to compile than this takes.
 */
export function comesOutAsItIs(value: unknown): boolean {
  if (typeof value !== 'object') return isScalar(value);
  if (Array.isArray(value)) {
    for (const element of value) if (!comesOutAsItIs(element)) return false;
    return true;
  }
  if (!isMap(value)) return false;
  let last = '';
  for (const key in value) {
    if (key < last || !comesOutAsItIs(value[key])) return false;
    last = key;
  }
  return true;
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Whether a map has no fields. */
export function isEmpty(map: Json): boolean {
  for (const _ in map) return false;
  return true;
}
