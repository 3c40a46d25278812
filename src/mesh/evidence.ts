import type { StringMap } from './fields';
import type { Manifest } from './manifest';
import { placeIn } from './manifest';
import type { FieldPath } from './positions';
import type { Place } from './source-file';

/** A field that decided something. */
export interface Evidence {
  readonly manifest: Manifest;
  readonly path: FieldPath;
  /** The value as written; absent where it is the lack of the field that decided. */
  readonly value?: string;
}

/** Where the field is; null for objects built in memory. Ask for what is reported only. */
export function placeOfEvidence({ manifest, path }: Evidence): Place | null {
  return placeIn(manifest, path);
}

/** Labels or annotations of an object, and the way to them. */
export interface LabelSource {
  readonly manifest: Manifest;
  readonly labels: StringMap;
  readonly path: FieldPath;
}

/** The value of a label in the first source that has it. */
export function findLabel(sources: readonly LabelSource[], name: string): (Evidence & { readonly value: string }) | undefined {
  for (const { manifest, labels, path } of sources) {
    if (Object.hasOwn(labels, name)) return { manifest, path: [...path, name], value: labels[name] };
  }
  return undefined;
}

/** The labels of objects, of which the first that has a label wins. */
export function labelsOf(...manifests: readonly (Manifest | undefined)[]): LabelSource[] {
  const sources: LabelSource[] = [];
  for (const manifest of manifests) if (manifest) sources.push({ manifest, labels: manifest.labels, path: LABELS });
  return sources;
}

/** The annotations of objects, of which the first that has an annotation wins. */
export function annotationsOf(...manifests: readonly (Manifest | undefined)[]): LabelSource[] {
  const sources: LabelSource[] = [];
  for (const manifest of manifests) if (manifest) sources.push({ manifest, labels: manifest.annotations, path: ANNOTATIONS });
  return sources;
}

const LABELS: FieldPath = ['metadata', 'labels'];
const ANNOTATIONS: FieldPath = ['metadata', 'annotations'];
