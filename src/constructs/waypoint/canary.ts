import type { IWaypoint } from './waypoint';
import type { InfrastructureOptions } from '../scaling/waypoint-infrastructure';

/**
 * How far a second waypoint has taken over from the first. Each step is one commit, and differs from the step before by
 * just what it says; one step back undoes it.
 */
export class CanaryStep {
  /** The second waypoint is there, with the policies of the first, and nobody uses it yet. */
  public static deployed(): CanaryStep {
    return new CanaryStep(false);
  }

  /**
   * A share of the connections takes the second waypoint (of the requests, for those from an ingress gateway). Needs
   * Istio 1.31 (`Istio.version`). Only traffic to services is divided; traffic to workloads stays with the first waypoint.
   * @param percent an integer from 0 to 100
   */
  public static weight(percent: number): CanaryStep {
    return new CanaryStep(false, percent);
  }

  /** The second waypoint is used as the first was; the first is still there, and nobody uses it. */
  public static promoted(): CanaryStep {
    return new CanaryStep(true);
  }

  private constructor(
    /** @internal */
    public readonly _isPromoted: boolean,
    /** @internal */
    public readonly _weight?: number,
  ) {}
}

/**
 * A second waypoint that takes over from one, step by step. Where this says nothing it has the properties of the first; an
 * autoscaler or a budget that is a construct of its own is for one waypoint only.
 */
export interface CanaryOptions {
  /** How far it has taken over. */
  readonly step: CanaryStep;
  /**
   * The name of its Gateway. It stays when the second waypoint becomes the only one.
   * @default - the name of the first, with `-canary`
   */
  readonly waypointName?: string;
  /**
   * The revision or tag of the control plane that runs it (`istio.io/rev`).
   * @default - that of the first
   */
  readonly revision?: string;
  /**
   * How its pods and its Service differ from what Istio generates.
   * @default - as those of the first
   */
  readonly infrastructure?: InfrastructureOptions;
}

/** The second waypoint of a waypoint. */
export interface WaypointCanary {
  /** The second waypoint. */
  readonly waypoint: IWaypoint;
  /** How far it has taken over. */
  readonly step: CanaryStep;
}
