import type { ApiObject, ApiObjectMetadataDefinition } from 'cdk8s';
import { JsonPatch } from 'cdk8s';
import type { DesiredMetadata } from './desired-metadata';
import { escapePointer } from './label-patch';
import { templateLabelsPath } from './pod-template';

/** Something that holds labels or annotations, whatever it is on an object: its metadata, or the metadata of its pod template. */
interface Holder {
  read(key: string): string | undefined;
  write(key: string, value: string): void;
}

/** A label or annotation that a manifest has with another value. */
export interface MetadataConflict {
  readonly key: string;
  readonly message: string;
}

/** Writes labels and annotations on the manifests of an app, without ever overwriting another value. */
export class LabelWriter {
  private readonly written = new WeakMap<ApiObject, Record<string, string>>();

  /**
   * Puts labels on an object, or on the pod template of one that makes pods, and annotations on the object.
   * @returns what could not be written
   */
  public write(object: ApiObject, { labels, annotations }: DesiredMetadata): MetadataConflict[] {
    return [...this.put(object, labels, labelHolder), ...this.put(object, annotations, annotationHolder)];
  }

  private put(object: ApiObject, wanted: Readonly<Record<string, string>>, holderOf: (object: ApiObject) => Holder): MetadataConflict[] {
    const written = this.written.get(object) ?? {};
    const missing = Object.entries(wanted).filter(([key, value]) => written[key] !== value);
    if (missing.length === 0) return [];

    const conflicts: MetadataConflict[] = [];
    const holder = holderOf(object);
    for (const [key, value] of missing) {
      const present = holder.read(key);
      if (present === undefined) {
        holder.write(key, value);
      } else if (present !== value) {
        conflicts.push({ key, message: `wants ${key}: "${value}" on ${object.kind} "${object.name}", but its manifest at "${object.node.path}" has "${present}": remove it there, or here` });
        continue;
      }
      written[key] = value;
    }
    this.written.set(object, written);
    return conflicts;
  }
}

function annotationHolder({ metadata }: ApiObject): Holder {
  return {
    read: (annotation) => metadata.toJson()?.annotations?.[annotation],
    write: (annotation, value) => metadata.addAnnotation(annotation, value),
  };
}

function labelHolder(object: ApiObject): Holder {
  const template = templateLabelsPath(object.kind);
  if (!template) return metadataHolder(object.metadata);
  const podMetadata = (object.node.scope as { podMetadata?: ApiObjectMetadataDefinition } | undefined)?.podMetadata;
  return podMetadata ? metadataHolder(podMetadata) : templateHolder(object, template);
}

function metadataHolder(metadata: ApiObjectMetadataDefinition): Holder {
  return {
    read: (label) => metadata.getLabel(label),
    write: (label, value) => metadata.addLabel(label, value),
  };
}

/** The pod template of a plain manifest can only be changed by a patch, which needs the maps on the way to be there. */
function templateHolder(object: ApiObject, template: readonly string[]): Holder {
  const at = (path: readonly string[]) => path.reduce<any>((value, key) => value?.[key], object.toJson());
  return {
    read: (label) => at([...template, label]),
    write: (label, value) => {
      for (let depth = 1; depth <= template.length; depth++) {
        const path = template.slice(0, depth);
        if (at(path) === undefined) object.addJsonPatch(JsonPatch.add(pointer(path), {}));
      }
      object.addJsonPatch(JsonPatch.add(pointer([...template, label]), value));
    },
  };
}

function pointer(path: readonly string[]): string {
  return path.map((key) => `/${escapePointer(key)}`).join('');
}
