import type { Construct } from 'constructs';
import { AllowedNamespaces } from './allowed-namespaces';
import type { CanaryOptions, WaypointCanary } from './canary';
import { checkCanary } from './check-canary';
import { hboneListener } from './gateway';
import { noteClass } from './known-classes';
import { TrafficType } from './traffic-type';
import { Waypoint } from './waypoint';
import type { WaypointClass } from './waypoint-class';
import type { WaypointProps } from './waypoint-props';
import { WAYPOINT_CLASS } from '../../istio/classes';
import { NAME_OVERRIDE } from '../../istio/labels';
import { withProfile } from '../profile/profiled-waypoint';

/** Properties of waypoints that a second one can take over from. */
export interface ReplaceableWaypointProps extends WaypointProps {
  /**
   * A second waypoint that takes over from this one, step by step: to try another revision of Istio, or another
   * infrastructure. Policies for this waypoint hold for the second one too, and whatever admits this one admits both.
   * @default - none
   */
  readonly canary?: CanaryOptions;
  /**
   * The GatewayClass, if it is one of your own.
   * @default - `istio-waypoint`
   */
  readonly waypointClass?: WaypointClass;
}

/**
 * A waypoint that istiod deploys: a Gateway of class `istio-waypoint`, or of one of your own, with one HBONE listener, and
 * nothing that uses it. Who does is said by an `Enrollment`, or by the labels that others write; the other kinds of waypoints say
 * both at once.
 */
export class IstioWaypoint extends Waypoint {
  /** Which traffic the waypoint takes. */
  public readonly trafficType: TrafficType;
  public readonly canary?: WaypointCanary;
  /**
   * Which traffic the waypoint takes, also where its class says so; `CLASS_DEFAULT` where that is not known.
   * @internal
   */
  public readonly _takenTraffic: TrafficType;

  constructor(scope: Construct, id: string, props: ReplaceableWaypointProps = {}) {
    super(scope, id, props, props.lifecycle);
    this.trafficType = props.trafficType ?? TrafficType.SERVICE;
    const { waypointClass } = props;
    const className = waypointClass?.className ?? WAYPOINT_CLASS;
    this._takenTraffic = this.trafficType === TrafficType.CLASS_DEFAULT ? waypointClass?.trafficType ?? this.trafficType : this.trafficType;
    noteClass(this, className);
    const allowed = props.allowedNamespaces ?? AllowedNamespaces.same();
    this._define({ ...withProfile(this, props), trafficType: this.trafficType }, allowed, (parameters) => ({
      className,
      listeners: [hboneListener(this, allowed)],
      annotations: props.deploymentName ? { [NAME_OVERRIDE]: props.deploymentName } : undefined,
      parameters,
    }));
    this.canary = props.canary && this.defineCanary(props, props.canary);
  }

  private defineCanary(props: ReplaceableWaypointProps, options: CanaryOptions): WaypointCanary {
    checkCanary(this, options);
    const waypoint = new IstioWaypoint(this, 'canary', {
      ...props,
      canary: undefined,
      // A ServiceAccount is generated for one Gateway, and goes with it: each waypoint has its own.
      serviceAccountName: undefined,
      deploymentName: undefined,
      waypointName: options.waypointName ?? `${this.waypointName}-canary`,
      revision: options.revision ?? props.revision,
      infrastructure: options.infrastructure ?? (props.infrastructure && { ...props.infrastructure, configMapName: undefined }),
    });
    return { waypoint, step: options.step };
  }
}
