import { Construct } from 'constructs';
import { autoscalerOfClass } from './class-scaling';
import { fixedReplicas, noteAutoscaler } from './replicas';
import type { Scaling } from './scaling';
import { defineObject } from '../define-object';
import { problem } from '../problem';
import type { IWaypoint } from '../waypoint/waypoint';
import { referTo } from '../waypoint/waypoint-references';

/** Properties of `WaypointAutoscaler`. */
export interface WaypointAutoscalerProps {
  /** The waypoint to scale. */
  readonly waypoint: IWaypoint;
  /** How many replicas it has. */
  readonly scaling: Scaling;
  /**
   * The name of the HorizontalPodAutoscaler. Do not use that of the waypoint: istiod would take it for its own.
   * @default - the name of the waypoint, with `-hpa`
   */
  readonly autoscalerName?: string;
}

/**
 * A HorizontalPodAutoscaler for a waypoint. It scales the Deployment that istiod generates, in the namespace of the
 * waypoint; the Gateway itself cannot be scaled.
 */
export class WaypointAutoscaler extends Construct {
  constructor(scope: Construct, id: string, props: WaypointAutoscalerProps) {
    super(scope, id);
    const { waypoint, scaling } = props;
    if (waypoint.hasAutoscaler) {
      throw problem(this, `waypoint "${waypoint.waypointName}" has an autoscaler already: keep one, two would work against each other`);
    }
    const fixed = fixedReplicas(waypoint);
    if (fixed !== undefined) {
      throw problem(this, `waypoint "${waypoint.waypointName}" has a fixed number of replicas (${fixed}) in its infrastructure: remove it, or the autoscaler`);
    }
    referTo(this, waypoint);
    const namespace = waypoint.waypointNamespace;
    const name = props.autoscalerName ?? `${waypoint.waypointName}-hpa`;
    defineObject(this, 'Resource', { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace, name, property: 'autoscalerName' }, {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: waypoint.deploymentName },
        ...scaling._render(this),
      },
    });
    // The defaults of the class may be declared later.
    this.node.addValidation({ validate: () => autoscalerOfClass(waypoint, 'is an autoscaler') });
    noteAutoscaler(waypoint, this, scaling.minReplicas);
  }
}
