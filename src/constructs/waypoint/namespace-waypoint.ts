import type { Construct } from 'constructs';
import type { ReplaceableWaypointProps } from './istio-waypoint';
import { IstioWaypoint } from './istio-waypoint';
import { DataplaneMode, Enrollment } from '../enrollment/enrollment';
import { ObjectRef } from '../object-ref';

/** Properties of `NamespaceWaypoint`. */
export interface NamespaceWaypointProps extends ReplaceableWaypointProps {
  /**
   * Whether the pods of the namespace are in the ambient mesh. A waypoint is of no use to pods that are not.
   * @default DataplaneMode.AMBIENT
   */
  readonly dataplaneMode?: DataplaneMode;
  /**
   * Whether traffic from an Istio ingress gateway takes the waypoint too. On a Namespace Istio reads this from 1.25 on.
   * @default - no label: ingress traffic goes straight to the pods
   */
  readonly ingress?: boolean;
}

/**
 * A waypoint for a whole namespace: its Gateway, and the labels that make the namespace ambient and let it use the waypoint.
 *
 * The labels go on the Namespace of the app, if it has one, and else into a label patch.
 * @see https://istio.io/latest/docs/ambient/usage/waypoint/
 */
export class NamespaceWaypoint extends IstioWaypoint {
  constructor(scope: Construct, id: string, props: NamespaceWaypointProps = {}) {
    super(scope, id, props);
    new Enrollment(this, 'enrollment', {
      objects: [ObjectRef.namespace(this.waypointNamespace)],
      waypoint: this,
      dataplaneMode: props.dataplaneMode ?? DataplaneMode.AMBIENT,
      ingress: props.ingress,
    });
  }
}
