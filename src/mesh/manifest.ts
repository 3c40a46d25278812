import type { SourceDocument } from './documents';
import type { StringMap } from './fields';
import type { BodyOf, Kind } from './kinds/kind';
import type { ObjectRef } from './object-ref';
import type { FieldPath } from './positions';
import { placeOf } from './positions';
import type { Place } from './source-file';

/** One object, as an API server would store it: with the defaults of its CRD. Immutable. */
export interface Manifest<Body = unknown> extends ObjectRef {
  /** Version of the API that it is written in, without the group. */
  readonly version: string;
  readonly labels: StringMap;
  readonly annotations: StringMap;
  /** RFC 3339; `""` where the object does not say, as in Git. */
  readonly created: string;
  /** The whole object, `metadata` included. */
  readonly body: Body;
  /** The same without the defaults: identical with the body if there are none to add. */
  readonly written: unknown;
  /** Where it was read; undefined for objects built in memory. */
  readonly source: ManifestSource | undefined;
}

/** The manifest of a kind whose fields are known. */
export type ManifestOf<K extends Kind> = Manifest<BodyOf<K>>;

/** Where an object was read. */
export interface ManifestSource {
  readonly document: SourceDocument;
  /** The way down to the object, for an item of a List; else empty. */
  readonly path: FieldPath;
}

/** Whether an object is of a kind, in whatever version of its API. */
export function isOf<K extends Kind>(kind: K, manifest: Manifest): manifest is ManifestOf<K> {
  return manifest.kind === kind.kind && manifest.group === kind.group;
}

/**
 * The place of an object or of one of its fields, null for objects built in memory. Costs a parse of its document: ask for what
 * is reported only.
 */
export function placeIn({ source }: Manifest, path: FieldPath = []): Place | null {
  return source ? placeOf(source.document, [...source.path, ...path]) : null;
}
