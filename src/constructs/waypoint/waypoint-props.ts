import type { AllowedNamespaces } from './allowed-namespaces';
import type { TrafficType } from './traffic-type';
import type { WaypointLifecycle } from './waypoint-lifecycle';
import type { Scaling } from '../scaling/scaling';
import type { DisruptionLimit } from '../scaling/waypoint-disruption-budget';
import type { InfrastructureOptions } from '../scaling/waypoint-infrastructure';

/** The names by which a waypoint is known. */
export interface WaypointIdentity {
  /**
   * The name of the Gateway, and so of what istiod generates for it: at most 63 characters, a DNS-1123 label, not `none`.
   * @default 'waypoint'
   */
  readonly waypointName?: string;
  /**
   * The namespace of the Gateway.
   * @default - the namespace of the chart
   */
  readonly namespace?: string;
  /**
   * The ServiceAccount of the waypoint's pods, and so its identity (annotation `gateway.istio.io/service-account`).
   * @default - the name of the waypoint
   */
  readonly serviceAccountName?: string;
  /**
   * The name of the Deployment and the Service of the waypoint (annotation `gateway.istio.io/name-override`).
   * @default - the name of the waypoint
   */
  readonly deploymentName?: string;
  /**
   * The trust domain of the mesh.
   * @default 'cluster.local'
   */
  readonly trustDomain?: string;
}

/** Properties that all waypoints have. */
export interface WaypointProps extends WaypointIdentity {
  /**
   * Which traffic the waypoint takes.
   * @default - services; a `WorkloadWaypoint`: workloads
   */
  readonly trafficType?: TrafficType;
  /**
   * Whether the waypoint is in use, or drained so that the next commit can remove it.
   * @default WaypointLifecycle.SERVING
   */
  readonly lifecycle?: WaypointLifecycle;
  /**
   * The revision or tag of the control plane that runs the waypoint (`istio.io/rev`).
   * @default - the default revision, or that of the namespace
   */
  readonly revision?: string;
  /**
   * More labels for the Gateway. They are not copied to what is generated from it.
   * @default - none
   */
  readonly labels?: { [key: string]: string };
  /**
   * More annotations for the Gateway. They are not copied to what is generated from it.
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
  /**
   * Labels for what is generated from the Gateway, the pods among it. A change restarts the waypoint.
   * @default - a label of this library, because without any all labels of the Gateway would be copied
   */
  readonly infrastructureLabels?: { [key: string]: string };
  /**
   * Annotations for what is generated from the Gateway, the pods among it. A change restarts the waypoint.
   * @default - an annotation of this library, because without any all annotations of the Gateway would be copied
   */
  readonly infrastructureAnnotations?: { [key: string]: string };
  /**
   * Whether what is generated from the Gateway gets a label and an annotation of this library. They keep Istio from copying all those of
   * the Gateway to the pods, where each change of one restarts the waypoint. Write `false` for a Gateway that exists without them.
   * @default true
   */
  readonly infrastructureDefaults?: boolean;
  /**
   * The namespaces whose objects may use the waypoint.
   * @default - its own; a `CrossNamespaceWaypoint`: those of its consumers
   */
  readonly allowedNamespaces?: AllowedNamespaces;
  /**
   * The type of the generated Service (annotation `networking.istio.io/service-type`).
   * @default - ClusterIP
   */
  readonly serviceType?: WaypointServiceType;
  /**
   * Scales the waypoint by its load.
   * @default - no autoscaler: one replica, or as many as `infrastructure` says
   */
  readonly scaling?: Scaling;
  /**
   * Limits how many pods of the waypoint a node drain may take away at once.
   * @default - no limit
   */
  readonly disruption?: DisruptionLimit;
  /**
   * How the pods and the Service of the waypoint differ from what Istio generates. Needs Istio 1.26.
   * @default - as Istio generates them
   */
  readonly infrastructure?: InfrastructureOptions;
  /**
   * Whether the waypoint takes nothing from the `Profile` of its app. A waypoint of another class than Istio's never does.
   * @default false
   */
  readonly ignoreProfile?: boolean;
}

/** The type of the Service that is generated for a waypoint. */
export enum WaypointServiceType {
  /** Reachable in the cluster. */
  CLUSTER_IP = 'ClusterIP',
  /** Reachable by a load balancer of the cluster's provider. */
  LOAD_BALANCER = 'LoadBalancer',
  /** Reachable by a port of every node. */
  NODE_PORT = 'NodePort',
}
