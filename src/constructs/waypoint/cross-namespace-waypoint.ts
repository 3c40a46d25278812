import type { Construct } from 'constructs';
import { AllowedNamespaces } from './allowed-namespaces';
import type { ReplaceableWaypointProps } from './istio-waypoint';
import { IstioWaypoint } from './istio-waypoint';
import { DataplaneMode, Enrollment } from '../enrollment/enrollment';
import { namespaceOf } from '../names';
import type { ObjectRef } from '../object-ref';
import { problem } from '../problem';

/** Properties of `CrossNamespaceWaypoint`. */
export interface CrossNamespaceWaypointProps extends ReplaceableWaypointProps {
  /**
   * Who uses the waypoint: Namespaces, or objects in them. At least one. The namespace of the waypoint itself is a
   * consumer only if it is listed.
   */
  readonly consumers: ObjectRef[];
  /**
   * Whether the pods of consumer Namespaces are in the ambient mesh.
   * @default DataplaneMode.AMBIENT
   */
  readonly dataplaneMode?: DataplaneMode;
  /**
   * Whether traffic from an Istio ingress gateway to the consumers takes the waypoint too.
   * @default - no label: ingress traffic goes straight to the pods
   */
  readonly ingress?: boolean;
}

/**
 * A waypoint that several namespaces share. One list of consumers makes both sides: the namespaces that its listener
 * admits, and the labels `use-waypoint` and `use-waypoint-namespace` of the consumers.
 */
export class CrossNamespaceWaypoint extends IstioWaypoint {
  constructor(scope: Construct, id: string, props: CrossNamespaceWaypointProps) {
    super(scope, id, { ...props, allowedNamespaces: props.allowedNamespaces ?? consumerNamespaces(scope, id, props.consumers) });
    const namespaces = props.consumers.filter((consumer) => consumer.kind === 'Namespace');
    const objects = props.consumers.filter((consumer) => consumer.kind !== 'Namespace');
    if (namespaces.length > 0) {
      new Enrollment(this, 'namespaces', {
        objects: namespaces,
        waypoint: this,
        dataplaneMode: props.dataplaneMode ?? DataplaneMode.AMBIENT,
        ingress: props.ingress,
      });
    }
    if (objects.length > 0) new Enrollment(this, 'objects', { objects, waypoint: this, ingress: props.ingress });
  }
}

function consumerNamespaces(scope: Construct, id: string, consumers: readonly ObjectRef[]): AllowedNamespaces {
  if (consumers.length === 0) {
    throw problem(scope, `waypoint "${id}" has no consumers: list at least one Namespace, or an object in one`);
  }
  const namespaces = consumers.map((consumer) => consumer.kind === 'Namespace' ? consumer.objectName : namespaceOf(scope, consumer.objectNamespace));
  return AllowedNamespaces.named(...namespaces);
}
