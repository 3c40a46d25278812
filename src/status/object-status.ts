import type { Enforcement } from './enforcement';
import type { TargetStatus } from '../authorization/policy-status';
import type { Condition } from '../binding/conditions';
import type { TargetRef } from '../mesh/kinds/istio-security';
import type { ParentRef } from '../mesh/kinds/routes';
import type { Manifest } from '../mesh/manifest';
import type { FieldPath } from '../mesh/positions';

/** What istiod writes to the status of one object, or of one part of it. */
export interface ObjectStatus {
  readonly manifest: Manifest;
  /** Absent for the object as a whole. */
  readonly part?: StatusPart;
  /** In Istio's words; none: istiod writes nothing. */
  readonly conditions: readonly Condition[];
  /** Of a policy only. */
  readonly policy?: PolicyEffect;
  /** Why no cluster takes the object, so that it has no status. */
  readonly refusal?: string;
  /** What holds beyond the conditions, or in spite of them: sentences without a final period. */
  readonly notes: readonly string[];
}

/** A part of an object that has conditions of its own. */
export type StatusPart =
  /** A parent of a route, as it is stored. */
  | { readonly kind: 'parent'; readonly ref: ParentRef; readonly path: FieldPath }
  /** A listener of a Gateway. */
  | { readonly kind: 'listener'; readonly name: string; readonly attachedRoutes: number; readonly path: FieldPath };

/** What becomes of a policy in fact. */
export interface PolicyEffect {
  /** Where it is enforced; none: nowhere. */
  readonly enforced: readonly Enforcement[];
  /** What Istio says of each of its references. */
  readonly targets: readonly (TargetStatus & { readonly target: TargetRef })[];
}
