import { isMapping } from '../mesh/fields';
import { livesInNamespace } from '../mesh/kinds/index';
import type { Manifest } from '../mesh/manifest';
import { placeIn } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { ObjectRef } from '../mesh/object-ref';
import { refKey, refText } from '../mesh/object-ref';
import type { Problem } from '../mesh/problem';

/** Any part of an object. */
export type Fields = { readonly [name: string]: any };

/** An object that a program shall declare. */
export interface SourceObject extends ObjectRef {
  /** One text for each object. */
  readonly key: string;
  /** The object as it was written, without what an API server writes; `metadata.namespace` is there for all that lives in a namespace. */
  readonly written: Fields;
  /** The object with the defaults of its CRD, with the types that its kind has. */
  readonly body: Fields;
  readonly source: Manifest;
}

/** Objects that a program can declare, and those that it can't. */
export interface SourceObjects {
  readonly objects: readonly SourceObject[];
  readonly problems: readonly Problem[];
}

/**
 * The objects of a mesh.
 * @param namespace that of objects which name none
 */
export function readObjects(mesh: MeshObjects, namespace: string): SourceObjects {
  const objects: SourceObject[] = [];
  const problems: Problem[] = [];
  for (const manifest of mesh.everything()) {
    const object = sourceObject(manifest, namespace);
    if (object) objects.push(object);
    else problems.push({ cause: 'not-an-object', message: `${refText(manifest)} is too large, or contains itself: it is left out`, place: placeIn(manifest) });
  }
  return { objects, problems };
}

/** Larger objects than an API server takes; an alias that leads back to itself is larger than anything. */
const MOST_FIELDS = 1_000_000;

/** @returns undefined if it is too large to be written down */
function sourceObject(manifest: Manifest, namespace: string): SourceObject | undefined {
  if (!isWithin(manifest.written, MOST_FIELDS)) return undefined;
  const written = withoutServerFields(manifest.written as Fields);
  const own = written.metadata.namespace || undefined;
  const isNamespaced = livesInNamespace(manifest.group, manifest.kind);
  const place = isNamespaced === false ? '' : own ?? (isNamespaced ? namespace : '');
  const ref = { group: manifest.group, kind: manifest.kind, namespace: place, name: manifest.name };
  return {
    ...ref,
    key: refKey(ref),
    written: inNamespace(written, place),
    body: manifest.body as Fields,
    source: manifest,
  };
}

/** Whether a value has at most so many fields and items, counting what several places share as often as it occurs. */
function isWithin(value: unknown, most: number): boolean {
  let left = most;
  const waiting = [value];
  while (waiting.length > 0) {
    if (left-- <= 0) return false;
    const one = waiting.pop();
    if (typeof one === 'object' && one !== null) for (const child of Object.values(one)) waiting.push(child);
  }
  return true;
}

const SERVER_METADATA = ['creationTimestamp', 'generation', 'managedFields', 'resourceVersion', 'selfLink', 'uid'];
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** What is left of an object from a cluster is what one would apply. */
function withoutServerFields({ status: _status, ...object }: Fields): Fields {
  const metadata = Object.entries(object.metadata as Fields).filter(([name, value]) => !SERVER_METADATA.includes(name) && value !== null);
  const annotations = object.metadata.annotations as Fields | null | undefined;
  if (!isMapping(annotations) || !(LAST_APPLIED in annotations)) return { ...object, metadata: Object.fromEntries(metadata) };
  const { [LAST_APPLIED]: _applied, ...kept } = annotations;
  return { ...object, metadata: { ...Object.fromEntries(metadata), annotations: kept } };
}

function inNamespace(object: Fields, namespace: string): Fields {
  const { namespace: _namespace, name, ...metadata } = object.metadata as Fields;
  return { ...object, metadata: { name, ...(namespace && { namespace }), ...metadata } };
}
