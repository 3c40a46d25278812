import type { ObjectRef } from '../object-ref';
import type { IWaypoint } from '../waypoint/waypoint';

/** A target as policies name it. */
export interface TargetRef {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

/** A target, and the namespace in which Istio honours a policy for it. A waypoint with a canary is two. */
export interface RenderedTarget {
  readonly namespace: string;
  readonly refs: readonly TargetRef[];
  /** Of a target that is a waypoint. */
  readonly waypoint?: IWaypoint;
  /** Of a target that is a Service or a ServiceEntry. */
  readonly object?: ObjectRef;
}
