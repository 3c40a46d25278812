import type { App, IResolver } from 'cdk8s';
import { ApiObject, ApiObjectMetadataDefinition, ImplicitTokenResolver, JsonPatch, LazyResolver, NumberStringUnionResolver } from 'cdk8s';
import { comesOutAsItIs, isEmpty, isMap, NOT_PLAIN, PlainData } from './plain-data';

/** A manifest as JSON. */
export type Json = Record<string, any>;

/** What cdk8s keeps in an object. It is not a part of its API, so nothing is taken for granted. */
interface Innards {
  readonly props?: unknown;
  readonly patches?: unknown;
}

/** What a manifest begins with. */
const BEFORE_METADATA = ['apiVersion', 'kind'];
const FIRST = [...BEFORE_METADATA, 'metadata'];

/** What `ApiObjectMetadataDefinition` knows by name, in order. */
const METADATA = ['annotations', 'finalizers', 'labels', 'name', 'namespace', 'ownerReferences'];

const BUILT_IN = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/**
 * Renders objects as `ApiObject.toJson()` does. Where an object is plain data one pass does; cdk8s makes four, and asks
 * every resolver about every value. Manifests share with an object that is in order what it has, so they must not be changed.
 */
export class ManifestRenderer {
  /** What occurs twice within a manifest, and so has an anchor in YAML; only objects with a `toJson` of their own have such. */
  public readonly repeated = new Set<unknown>();

  private readonly isBuiltIn: boolean;
  private readonly sorts = !process.env.CDK8S_DISABLE_SORT;
  private readonly data = new PlainData({ sorts: this.sorts });
  private readonly metadata = new PlainData({ sorts: true, dropsEmpty: true });

  constructor(app: App) {
    this.isBuiltIn = hasBuiltInResolvers(app.resolvers);
  }

  /** Renders an object, once. */
  public render(object: ApiObject): Json {
    if (object.toJson === ApiObject.prototype.toJson) return (this.isBuiltIn && this.plain(object)) || object.toJson();
    const manifest = object.toJson();
    noteRepeated(manifest, new Set(), this.repeated);
    return manifest;
  }

  private plain(object: ApiObject): Json | undefined {
    const { props, patches } = object as unknown as Innards;
    if (!isMap(props) || !Array.isArray(patches)) return undefined;
    try {
      const metadata = this.metadataOf(object.metadata);
      if (patches.length > 0) return inOrder(JsonPatch.apply(manifestOf(this.data, props, structuredClone(metadata)), ...patches));
      if (this.sorts && !isEmpty(metadata) && comeOutAsTheyAre(props)) return { ...props, metadata };
      return manifestOf(this.data, props, metadata);
    } catch {
      // cdk8s says what becomes of the object, or what is wrong with it.
      return undefined;
    }
  }

  /** @see cdk8s lib/metadata.ts ApiObjectMetadataDefinition.toJson */
  private metadataOf(metadata: ApiObjectMetadataDefinition): Json {
    const known = metadata as unknown as Json;
    const isKnown = metadata.toJson === ApiObjectMetadataDefinition.prototype.toJson && isMap(known._additionalAttributes);
    if (!isKnown) throw NOT_PLAIN;
    if (!hasOnly(known._additionalAttributes, METADATA)) {
      const all = { ...known._additionalAttributes, ...Object.fromEntries(METADATA.map((key) => [key, known[key]])) };
      return this.metadata.fields(all, this.metadata.keysOf(all));
    }
    return isUsual(known) ? usualMetadata(known) : this.metadata.fields(known, METADATA);
  }
}

/** Whether metadata have a name, labels and annotations, and nothing else. */
function isUsual({ annotations, finalizers, labels, name, namespace, ownerReferences }: Json): boolean {
  return typeof name === 'string' && (namespace === undefined || typeof namespace === 'string')
    && areStrings(labels) && areStrings(annotations) && finalizers.length === 0 && ownerReferences.length === 0;
}

/** Whether a map has strings, in order. */
function areStrings(map: Json): boolean {
  let last = '';
  for (const key in map) {
    if (key < last || typeof map[key] !== 'string') return false;
    last = key;
  }
  return true;
}

function usualMetadata({ annotations, labels, name, namespace }: Json): Json {
  const metadata: Json = {};
  if (!isEmpty(annotations)) metadata.annotations = annotations;
  if (!isEmpty(labels)) metadata.labels = labels;
  metadata.name = name;
  if (namespace !== undefined) metadata.namespace = namespace;
  return metadata;
}

function hasBuiltInResolvers(resolvers: readonly IResolver[]): boolean {
  return resolvers.length === BUILT_IN.length && resolvers.every((resolver, index) => resolver.constructor === BUILT_IN[index]);
}

function hasOnly(map: Json, keys: readonly string[]): boolean {
  for (const key in map) if (!keys.includes(key)) return false;
  return true;
}

/** Whether the fields of an object are those of its manifest, but for the metadata: in the order that `inOrder` gives. */
function comeOutAsTheyAre(props: Json): boolean {
  const keys = Object.keys(props);
  if (FIRST.some((key, index) => keys[index] !== key)) return false;
  let last = '';
  for (let index = FIRST.length; index < keys.length; index++) {
    const key = keys[index];
    if (key < last || !comesOutAsItIs(props[key])) return false;
    last = key;
  }
  return typeof props.apiVersion === 'string' && typeof props.kind === 'string';
}

/** A manifest whose fields are in the order that `inOrder` gives. */
function manifestOf(data: PlainData, props: Json, metadata: Json): Json {
  const manifest = data.fields(props, BEFORE_METADATA);
  if (!isEmpty(metadata)) manifest.metadata = metadata;
  return data.fieldsBut(props, FIRST, manifest);
}

/** @see cdk8s lib/api-object.ts ApiObject.toJson */
function inOrder(manifest: Json): Json {
  const ordered: Json = {};
  for (const key of [...FIRST, ...Object.keys(manifest)]) {
    if (key in manifest) ordered[key] = manifest[key];
  }
  return ordered;
}

function noteRepeated(value: unknown, seen: Set<unknown>, repeated: Set<unknown>): void {
  if (typeof value !== 'object' || value === null) return;
  if (seen.has(value)) {
    repeated.add(value);
    return;
  }
  seen.add(value);
  for (const part of Object.values(value)) noteRepeated(part, seen, repeated);
}
