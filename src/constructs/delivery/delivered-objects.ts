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
  /** The kinds of the objects of each stage that are of the cluster as a whole. */
  readonly clusterKindsByStage: ReadonlyMap<Stage, readonly DeliveredKind[]>;
  /** Kinds of objects that get label patches. */
  readonly patchedKinds: readonly DeliveredKind[];
}
