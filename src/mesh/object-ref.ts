/** The name of an object. Without the version of its API: all versions name the same object. */
export interface ObjectRef {
  /** API group, `""` for the core group. */
  readonly group: string;
  readonly kind: string;
  /** `""` for objects that live in no namespace. */
  readonly namespace: string;
  readonly name: string;
}

/** The plain name of an object, without all else that the value may carry. */
export function refOf({ group, kind, namespace, name }: ObjectRef): ObjectRef {
  return { group, kind, namespace, name };
}

/** The name of an object of a kind. */
export function refIn({ group, kind }: Pick<ObjectRef, 'group' | 'kind'>, namespace: string, name: string): ObjectRef {
  return { group, kind, namespace, name };
}

/** An object as people write it: `Service shop/cart`, `Namespace shop`. */
export function refText({ kind, namespace, name }: ObjectRef): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

/** One text for each object, the same for equal names only. */
export function refKey({ group, kind, namespace, name }: ObjectRef): string {
  return `${group}/${kind}/${namespace}/${name}`;
}

/** The order of lists: by namespace, kind, name, and by group where all these are equal. */
export function compareRefs(a: ObjectRef, b: ObjectRef): number {
  return compareText(a.namespace, b.namespace) || compareText(a.kind, b.kind)
    || compareText(a.name, b.name) || compareText(a.group, b.group);
}

/** Order by code units: the same on every machine. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
