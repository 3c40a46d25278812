import type { Stage } from './stage';

/** A file beside the manifests, with its documents. */
export interface DeliveryFile {
  /** Below the output folder, with `/`. */
  readonly path: string;
  readonly documents: readonly unknown[];
}

/** A kind of objects, as RBAC and projects name it. */
export interface DeliveredKind {
  readonly group: string;
  readonly kind: string;
}

/** What a controller has to know of the manifests. */
export interface DeliveredObjects {
  /** The stages that have manifests, in order. */
  readonly stages: readonly Stage[];
  /** A digest of the manifests of each stage, 16 hexadecimal digits, which changes when one of them does. */
  readonly digests: ReadonlyMap<Stage, string>;
  /** The namespaces of the objects of each stage, `""` for objects of the cluster as a whole. */
  readonly namespacesByStage: ReadonlyMap<Stage, ReadonlySet<string>>;
  /** The kinds of the objects of each stage that are of the cluster as a whole, by group and kind. */
  readonly clusterKindsByStage: ReadonlyMap<Stage, ReadonlyMap<string, DeliveredKind>>;
  /** Kinds of objects that get label patches. */
  readonly patchedKinds: readonly DeliveredKind[];
}

/** Kinds in the order of their groups and names, by which they are given. */
export function sortedKinds(kinds: ReadonlyMap<string, DeliveredKind>): DeliveredKind[] {
  return [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}
