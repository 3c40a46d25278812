import type { Construct } from 'constructs';
import { AllowedNamespaces } from './allowed-namespaces';
import { hboneListener } from './gateway';
import { TrafficType } from './traffic-type';
import { Waypoint } from './waypoint';
import type { WaypointProps } from './waypoint-props';
import { WAYPOINT_CLASS } from '../../istio/classes';
import { NAME_OVERRIDE } from '../../istio/labels';

/** A waypoint that istiod deploys: a Gateway of class `istio-waypoint` with one HBONE listener. */
export abstract class IstioWaypoint extends Waypoint {
  /** Which traffic the waypoint takes. */
  public readonly trafficType: TrafficType;

  constructor(scope: Construct, id: string, props: WaypointProps = {}) {
    super(scope, id, props, props.lifecycle);
    this.trafficType = props.trafficType ?? TrafficType.SERVICE;
    const allowed = props.allowedNamespaces ?? AllowedNamespaces.same();
    this._define({ ...props, trafficType: this.trafficType }, allowed, (parameters) => ({
      className: WAYPOINT_CLASS,
      listeners: [hboneListener(this, allowed)],
      annotations: props.deploymentName ? { [NAME_OVERRIDE]: props.deploymentName } : undefined,
      parameters,
    }));
  }
}
