import type { App, IResolver } from 'cdk8s';
import { ApiObject, ApiObjectMetadataDefinition, ImplicitTokenResolver, JsonPatch, LazyResolver, NumberStringUnionResolver } from 'cdk8s';

/** A manifest as JSON. */
export type Json = Record<string, any>;

/** What cdk8s keeps in an object. It is not a part of its API, so nothing is taken for granted. */
interface Innards {
  readonly props?: unknown;
  readonly patches?: unknown;
}

/** Thrown where a value is not plain data. Made once: a stack trace costs more than a copy. */
const NOT_PLAIN = new Error('not plain data');

const BUILT_IN = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/**
 * Renders objects as `ApiObject.toJson()` does. Where an object is plain data it is copied in one pass; cdk8s makes four,
 * and asks every resolver about every value.
 */
export class ManifestRenderer {
  private readonly copies: boolean;
  private readonly sorts = !process.env.CDK8S_DISABLE_SORT;

  constructor(app: App) {
    this.copies = hasBuiltInResolvers(app.resolvers);
  }

  /** Renders an object, once. */
  public render(object: ApiObject): Json {
    return (this.copies && this.copy(object)) || object.toJson();
  }

  private copy(object: ApiObject): Json | undefined {
    const { props, patches } = object as unknown as Innards;
    if (object.toJson !== ApiObject.prototype.toJson || !isMap(props) || !Array.isArray(patches)) return undefined;
    try {
      const manifest = copyMap({ ...props, metadata: undefined }, this.sorts);
      const metadata = compactMap(metadataOf(object.metadata));
      if (metadata) manifest.metadata = metadata;
      return inOrder(patches.length > 0 ? JsonPatch.apply(manifest, ...patches) : manifest);
    } catch {
      // cdk8s says what becomes of the object, or what is wrong with it.
      return undefined;
    }
  }
}

function hasBuiltInResolvers(resolvers: readonly IResolver[]): boolean {
  return resolvers.length === BUILT_IN.length && resolvers.every((resolver, index) => resolver.constructor === BUILT_IN[index]);
}

/** @see cdk8s lib/metadata.ts ApiObjectMetadataDefinition.toJson */
function metadataOf(metadata: ApiObjectMetadataDefinition): Json {
  const { _additionalAttributes, name, namespace, annotations, finalizers, ownerReferences, labels } = metadata as unknown as Json;
  const isKnown = metadata.toJson === ApiObjectMetadataDefinition.prototype.toJson
    && isMap(_additionalAttributes) && isMap(labels) && isMap(annotations);
  if (!isKnown) throw NOT_PLAIN;
  return { ..._additionalAttributes, name, namespace, annotations, finalizers, ownerReferences, labels };
}

/** Copies plain data without what is null or undefined. */
function copy(value: unknown, sorts: boolean): unknown {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return value;
    case 'object':
      if (Array.isArray(value)) return value.map((element) => copy(element, sorts));
      if (isMap(value)) return copyMap(value, sorts);
  }
  throw NOT_PLAIN;
}

function copyMap(map: Json, sorts: boolean): Json {
  // A token, to cdk8s.
  if (typeof map.resolve === 'function') throw NOT_PLAIN;
  const copied: Json = {};
  const keys = sorts ? Object.keys(map).sort() : Object.keys(map);
  for (const key of keys) {
    const value = map[key];
    if (value !== undefined && value !== null) copied[key] = copy(value, sorts);
  }
  return copied;
}

/** Copies plain data without what is empty, at any depth. @see cdk8s lib/_util.ts sanitizeValue */
function compactMap(map: Json): Json | undefined {
  if (typeof map.resolve === 'function') throw NOT_PLAIN;
  const copied: Json = {};
  let isEmpty = true;
  for (const key of Object.keys(map).sort()) {
    const value = compact(map[key]);
    if (value === undefined) continue;
    copied[key] = value;
    isEmpty = false;
  }
  return isEmpty ? undefined : copied;
}

function compact(value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (isMap(value)) return compactMap(value);
  if (!Array.isArray(value)) return copy(value, true);
  // Within lists cdk8s leaves gaps where something is empty.
  if (value.some((element) => typeof element === 'object')) throw NOT_PLAIN;
  return value.length > 0 ? copy(value, true) : undefined;
}

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && value.constructor === Object;
}

/** @see cdk8s lib/api-object.ts ApiObject.toJson */
function inOrder(manifest: Json): Json {
  const ordered: Json = {};
  for (const key of ['apiVersion', 'kind', 'metadata', ...Object.keys(manifest)]) {
    if (key in manifest) ordered[key] = manifest[key];
  }
  return ordered;
}
