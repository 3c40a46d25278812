import { Construct } from 'constructs';
import { TrafficType } from './traffic-type';
import { MESH_CONTROLLER, OTHER_CLASSES, WAYPOINT_CLASS } from '../../istio/classes';
import { GATEWAY_API_VERSION } from '../../istio/groups';
import { WAYPOINT_FOR } from '../../istio/labels';
import { defineObject } from '../define-object';
import { problem } from '../problem';

/** Properties of `WaypointClass`. */
export interface WaypointClassProps {
  /**
   * The name of the GatewayClass. It has to contain `waypoint`: Istio looks for that word.
   * @default 'istio-waypoint'
   */
  readonly className?: string;
  /**
   * Which traffic waypoints of the class take that say `TrafficType.CLASS_DEFAULT` (`istio.io/waypoint-for`).
   * @default - no label: services
   */
  readonly trafficType?: TrafficType;
  /**
   * What the class is for, at most 64 characters.
   * @default - nothing
   */
  readonly description?: string;
}

/**
 * A GatewayClass whose Gateways istiod deploys as waypoints: one of your own beside `istio-waypoint`, for waypoints that shall have other
 * `ClassDefaults`, or `istio-waypoint` itself, to say which traffic its waypoints take. Istio makes that one where it is missing and never
 * changes it.
 *
 * A policy for every waypoint (`PolicyTarget.everyWaypoint`) holds for waypoints of any such class.
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go setLabelOverrides
 * @example
 * import type { Chart } from 'cdk8s';
 * import { NamespaceWaypoint, TrafficType, WaypointClass } from 'cdk8s-waypoint';
 *
 * declare const chart: Chart;
 *
 * const waypointClass = new WaypointClass(chart, 'class', { className: 'big-waypoint', trafficType: TrafficType.ALL });
 * new NamespaceWaypoint(chart, 'waypoint', { waypointClass, trafficType: TrafficType.CLASS_DEFAULT });
 */
export class WaypointClass extends Construct {
  /** The name of the GatewayClass. */
  public readonly className: string;
  /** Which traffic its waypoints take if they leave it to the class. */
  public readonly trafficType: TrafficType;

  constructor(scope: Construct, id: string, props: WaypointClassProps) {
    super(scope, id);
    this.className = props.className ?? WAYPOINT_CLASS;
    this.trafficType = props.trafficType ?? TrafficType.SERVICE;
    this.check(props);
    const labels = props.trafficType ? { [WAYPOINT_FOR]: props.trafficType } : undefined;
    defineObject(this, 'Resource', { apiVersion: GATEWAY_API_VERSION, kind: 'GatewayClass', namespace: '', name: this.className, property: 'className', labels }, {
      spec: { controllerName: MESH_CONTROLLER, ...(props.description && { description: props.description }) },
    });
  }

  private check({ trafficType, description }: WaypointClassProps): void {
    if (OTHER_CLASSES.includes(this.className)) throw problem(this, `className "${this.className}" is that of another class of Istio: write a name of your own`);
    if (!this.className.includes('waypoint')) {
      throw problem(this, `className "${this.className}" does not contain "waypoint", without which Istio takes its Gateways for ingress gateways: write "${this.className}-waypoint"`);
    }
    if (trafficType === TrafficType.CLASS_DEFAULT) throw problem(this, 'trafficType of a class cannot be CLASS_DEFAULT: write another, or leave it out');
    if (this.className === WAYPOINT_CLASS && !trafficType) throw problem(this, `says nothing that "${WAYPOINT_CLASS}" has not anyway: write "trafficType", or another "className"`);
    if (description && description.length > 64) throw problem(this, `description has ${description.length} characters: write at most 64`);
  }
}
