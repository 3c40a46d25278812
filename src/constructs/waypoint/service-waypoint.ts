import type { Construct } from 'constructs';
import type { ReplaceableWaypointProps } from './istio-waypoint';
import { IstioWaypoint } from './istio-waypoint';
import { requireKinds } from './required-kinds';
import { requireServiceTraffic } from './service-traffic';
import { Enrollment } from '../enrollment/enrollment';
import type { ObjectRef } from '../object-ref';

/** Properties of `ServiceWaypoint`. */
export interface ServiceWaypointProps extends ReplaceableWaypointProps {
  /** The Services and ServiceEntries that use the waypoint. At least one. */
  readonly services: ObjectRef[];
  /**
   * Services and ServiceEntries that shall use no waypoint, not even that of their namespace.
   * @default - none
   */
  readonly optOut?: ObjectRef[];
  /**
   * Whether traffic from an Istio ingress gateway to these services takes the waypoint too.
   * @default - no label: ingress traffic goes straight to the pods
   */
  readonly ingress?: boolean;
}

/**
 * A waypoint for some services: its Gateway, and the labels on the services.
 *
 * It does not make their namespace ambient; a `NamespaceWaypoint` does, or an `Enrollment` with `dataplaneMode`.
 */
export class ServiceWaypoint extends IstioWaypoint {
  constructor(scope: Construct, id: string, props: ServiceWaypointProps) {
    super(scope, id, props);
    requireServiceTraffic(this);
    requireKinds(this, 'services', props.services, ['Service', 'ServiceEntry']);
    new Enrollment(this, 'enrollment', { objects: props.services, waypoint: this, ingress: props.ingress });
    if (props.optOut) {
      requireKinds(this, 'optOut', props.optOut, ['Service', 'ServiceEntry']);
      new Enrollment(this, 'opt-out', { objects: props.optOut, optOut: true });
    }
  }
}
