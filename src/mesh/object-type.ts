import type { Fields } from './fields';
import { findKind, livesInNamespace } from './kinds';
import { METADATA } from './kinds/kind';

/** What the first two lines of an object say, and what follows from them. */
export interface ObjectType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Undefined where it is not known. */
  readonly isNamespaced: boolean | undefined;
  /** The fields that are read. */
  readonly fields: Fields;
  /** Those of them that no two objects have in common: all but the spec. */
  readonly ownFields: Fields;
  /** The specs whose fields have the right types: many objects may have one and the same. */
  readonly rightSpecs: WeakSet<object>;
}

const ANY_KIND: Fields = { metadata: METADATA };
const POSSIBLE = /^[\w./-]+$/;

/** The types that occur in a mesh, each worked out once. */
export class ObjectTypes {
  readonly #types = new Map<string, Map<string, ObjectType>>();

  /** @returns undefined if one of the two can't be a part of a type */
  public of(apiVersion: string, kind: string): ObjectType | undefined {
    const known = this.#types.get(apiVersion)?.get(kind);
    if (known || !POSSIBLE.test(apiVersion) || !POSSIBLE.test(kind)) return known;
    const type = typeOf(apiVersion, kind);
    this.#types.set(apiVersion, (this.#types.get(apiVersion) ?? new Map<string, ObjectType>()).set(kind, type));
    return type;
  }
}

function typeOf(apiVersion: string, kind: string): ObjectType {
  const slash = apiVersion.lastIndexOf('/');
  const group = apiVersion.slice(0, Math.max(slash, 0));
  const known = findKind(group, kind);
  const fields = known?.fields ?? ANY_KIND;
  const { spec: _, ...ownFields } = fields;
  return {
    // The very texts that kinds are compared with.
    group: known?.group ?? group,
    version: apiVersion.slice(slash + 1),
    kind: known?.kind ?? kind,
    isNamespaced: livesInNamespace(group, kind),
    fields,
    ownFields,
    rightSpecs: new WeakSet(),
  };
}
