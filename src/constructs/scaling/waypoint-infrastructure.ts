import type { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { autoscalerOfClass } from './class-scaling';
import { checkOverlayReplicas, infrastructureOverlays, overlayData } from './infrastructure-overlays';
import type { Overlay } from './overlay-merge';
import { noteAutoscaler, noteFixedReplicas } from './replicas';
import { GATEWAY_NAME } from '../../istio/labels';
import { defineObject } from '../define-object';
import { Istio } from '../istio';
import { problem } from '../problem';
import { proxyContainerOf } from '../waypoint/known-classes';
import type { IWaypoint } from '../waypoint/waypoint';

/** Parts of the manifests that istiod generates, merged over everything else as strategic merge patches. */
export interface InfrastructureOverlays {
  /** Over the Deployment. @default - nothing */
  readonly deployment?: any;
  /** Over the Service. @default - nothing */
  readonly service?: any;
  /** Over the ServiceAccount. @default - nothing */
  readonly serviceAccount?: any;
  /**
   * Makes istiod create a HorizontalPodAutoscaler; `spec.maxReplicas` is needed, since that of the template is 1.
   * @default - none is created
   */
  readonly horizontalPodAutoscaler?: any;
  /** Makes istiod create a PodDisruptionBudget. @default - none is created */
  readonly podDisruptionBudget?: any;
}

/** How the pods and the Service of a waypoint differ from what Istio generates. */
export interface InfrastructureOptions {
  /** A fixed number of replicas; not together with an autoscaler. @default - 1, or what an autoscaler says */
  readonly replicas?: number;
  /** What the proxy requests, and its limits. @default - those of the mesh: 100m and 128Mi, at most 2 CPUs and 1Gi */
  readonly resources?: k8s.ResourceRequirements;
  /** Labels that a node must have. @default - any node */
  readonly nodeSelector?: { [key: string]: string };
  /** Taints that the pods tolerate. @default - none */
  readonly tolerations?: k8s.Toleration[];
  /** Where the pods prefer to be, or must be. @default - anywhere */
  readonly affinity?: k8s.Affinity;
  /**
   * How the pods spread over nodes or zones. Without a `labelSelector` the pods of the waypoint are meant.
   * @default - as the scheduler likes
   */
  readonly topologySpreadConstraints?: k8s.TopologySpreadConstraint[];
  /** The name of the PriorityClass. @default - that of the cluster */
  readonly priorityClassName?: string;
  /**
   * How long a pod may take to drain its connections, in seconds.
   * @default - 30; a `ClassDefaults` for releases before 1.28: 2, which cuts connections off
   */
  readonly terminationGracePeriodSeconds?: number;
  /** The security context of the pods. @default - that of Istio's template */
  readonly podSecurityContext?: k8s.PodSecurityContext;
  /** Annotations of the Service, such as those that load balancers read. @default - none */
  readonly serviceAnnotations?: { [key: string]: string };
  /** Anything else, merged over what the other properties make. @default - nothing */
  readonly overlays?: InfrastructureOverlays;
  /**
   * The name of the ConfigMap that holds all this.
   * @default - the name of the waypoint, with `-infrastructure`; for `ClassDefaults` that of the class, with `-defaults`
   */
  readonly configMapName?: string;
}

/** Properties of `WaypointInfrastructure`. */
export interface WaypointInfrastructureProps extends InfrastructureOptions {
  /** The waypoint whose Gateway refers to the ConfigMap. */
  readonly waypoint: IWaypoint;
}

/**
 * The ConfigMap behind `spec.infrastructure.parametersRef` of a waypoint's Gateway.
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go
 */
export class WaypointInfrastructure extends Construct {
  /** The name of the ConfigMap, which is in the namespace of the waypoint. */
  public readonly configMapName: string;

  constructor(scope: Construct, id: string, props: WaypointInfrastructureProps) {
    super(scope, id);
    const { waypoint } = props;
    Istio._require(this, 'parametersRef', '"infrastructure"');
    const { terminationGracePeriodSeconds = this.gracePeriod() } = props;
    const overlays = infrastructureOverlays(this, { ...props, terminationGracePeriodSeconds }, {
      labels: { [GATEWAY_NAME]: waypoint.waypointName }, container: proxyContainerOf(waypoint),
    });
    if (Object.keys(overlays).length === 0) {
      throw problem(this, '"infrastructure" says nothing: write at least one of its properties, or leave it out');
    }
    const name = props.configMapName ?? `${waypoint.waypointName}-infrastructure`;
    this.configMapName = defineObject(this, 'Resource', {
      apiVersion: 'v1', kind: 'ConfigMap', namespace: waypoint.waypointNamespace, name, property: 'configMapName',
    }, { data: overlayData(overlays) }).name;
    this.checkReplicas(waypoint, overlays);
  }

  /** Before Istio 1.28 pods have 2 seconds to end, which is less than draining takes: there what later releases have is written. */
  private gracePeriod(): number | undefined {
    return Istio._supports(this, 'longGracePeriod') ? undefined : 30;
  }

  private checkReplicas(waypoint: IWaypoint, overlays: Record<string, Overlay>): void {
    const replicas = checkOverlayReplicas(this, overlays);
    if (replicas !== undefined) {
      noteFixedReplicas(waypoint, this, replicas);
      // The defaults of the class may be declared later.
      this.node.addValidation({ validate: () => autoscalerOfClass(waypoint, `fixes the number of replicas (${replicas})`) });
    }
    if (overlays.horizontalPodAutoscaler) noteAutoscaler(waypoint, this);
  }
}
