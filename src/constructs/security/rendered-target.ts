import type { IWaypoint } from '../waypoint/waypoint';

/** A target, and the namespace in which Istio honours a policy for it. A waypoint with a canary is two. */
export interface RenderedTarget {
  readonly namespace: string;
  readonly refs: readonly { readonly group: string; readonly kind: string; readonly name: string }[];
  /** The waypoint, if the target is one. */
  readonly waypoint?: IWaypoint;
  /** Whether it is a waypoint that drains, so that nobody uses it any more. */
  readonly isDraining?: boolean;
}
