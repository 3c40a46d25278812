import { groupOf } from '../../istio/groups';
import type { Manifest } from '../delivery/manifest';

/** An object of a cluster with all its fields, so that it can be compared. */
export interface ObjectFields {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** The path of each field, as keys and indices, to its value as JSON. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Takes a manifest apart. */
export function objectFields(manifest: Manifest): ObjectFields {
  const { kind, metadata } = manifest;
  const fields = new Map<string, string>();
  collect(manifest, '', fields);
  return { group: groupOf(manifest), kind, namespace: metadata.namespace ?? '', name: metadata.name, fields };
}

/** What tells an object from others in a cluster. */
export function keyOf({ group, kind, namespace, name }: ObjectFields): string {
  return [group, kind, namespace, name].join('/');
}

/** How an object is named in messages: `Service shop/cart`. */
export function nameOf({ kind, namespace, name }: Pick<ObjectFields, 'kind' | 'namespace' | 'name'>): string {
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

/** The path of a key in a map, with the key in brackets unless it is a plain word. */
export function fieldIn(path: string, key: string): string {
  if (/^\w+$/.test(key)) return path ? `${path}.${key}` : key;
  return `${path}['${key}']`;
}

function collect(value: unknown, path: string, fields: Map<string, string>): void {
  if (typeof value !== 'object' || value === null) fields.set(path, JSON.stringify(value));
  else if (Array.isArray(value)) value.forEach((element, index) => collect(element, `${path}[${index}]`, fields));
  else for (const [key, inner] of Object.entries(value)) collect(inner, fieldIn(path, key), fields);
}
