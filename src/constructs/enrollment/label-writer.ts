import type { ApiObject, ApiObjectMetadataDefinition } from 'cdk8s';
import { JsonPatch } from 'cdk8s';
import { escapePointer } from './label-patch';
import { templateLabelsPath } from './pod-template';

/** Something that holds labels, whatever it is on an object: its metadata, or the metadata of its pod template. */
interface LabelHolder {
  read(label: string): string | undefined;
  write(label: string, value: string): void;
}

/** A label that a manifest has with another value. */
export interface LabelConflict {
  readonly label: string;
  readonly message: string;
}

/** Writes labels on the manifests of an app, without ever overwriting another value. */
export class LabelWriter {
  private readonly written = new WeakMap<ApiObject, Record<string, string>>();

  /**
   * Puts labels on an object, or on the pod template of one that makes pods.
   * @returns what could not be written
   */
  public write(object: ApiObject, labels: Record<string, string>): LabelConflict[] {
    const written = this.written.get(object) ?? {};
    const missing = Object.entries(labels).filter(([label, value]) => written[label] !== value);
    if (missing.length === 0) return [];

    const conflicts: LabelConflict[] = [];
    const holder = holderOf(object);
    for (const [label, value] of missing) {
      const present = holder.read(label);
      if (present === undefined) {
        holder.write(label, value);
      } else if (present !== value) {
        conflicts.push({ label, message: `wants ${label}: "${value}" on ${object.kind} "${object.name}", but its manifest at "${object.node.path}" has "${present}": remove it there, or here` });
        continue;
      }
      written[label] = value;
    }
    this.written.set(object, written);
    return conflicts;
  }
}

function holderOf(object: ApiObject): LabelHolder {
  const template = templateLabelsPath(object.kind);
  if (!template) return metadataHolder(object.metadata);
  const podMetadata = (object.node.scope as { podMetadata?: ApiObjectMetadataDefinition } | undefined)?.podMetadata;
  return podMetadata ? metadataHolder(podMetadata) : templateHolder(object, template);
}

function metadataHolder(metadata: ApiObjectMetadataDefinition): LabelHolder {
  return {
    read: (label) => metadata.getLabel(label),
    write: (label, value) => metadata.addLabel(label, value),
  };
}

/** The pod template of a plain manifest can only be changed by a patch, which needs the maps on the way to be there. */
function templateHolder(object: ApiObject, template: readonly string[]): LabelHolder {
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
