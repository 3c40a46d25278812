import type { Scaling } from '../scaling/scaling';
import type { DisruptionLimit } from '../scaling/waypoint-disruption-budget';
import type { InfrastructureOptions } from '../scaling/waypoint-infrastructure';

/** What waypoints have that say nothing of it themselves. */
export interface ProfileOptions {
  /**
   * Scales them by their load. A waypoint with a fixed number of `replicas`, or with an autoscaler among its `overlays`, has that instead.
   * @default - as the profile says
   */
  readonly scaling?: Scaling;
  /**
   * Limits how many of their pods a node drain may take away at once. A waypoint with a budget among its `overlays` has that instead.
   * @default - as the profile says
   */
  readonly disruption?: DisruptionLimit;
  /**
   * How their pods and Services differ from what Istio generates. Each of its properties counts for itself: a waypoint that sets one has the
   * others from here. Left out for Istio before 1.26, which cannot change them.
   * @default - as the profile says
   */
  readonly infrastructure?: InfrastructureOptions;
  /**
   * The revision or tag of the control plane that runs them (`istio.io/rev`): one place for all waypoints of an app.
   * @default - none: the default revision, or that of the namespace
   */
  readonly revision?: string;
}
