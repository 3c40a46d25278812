import { Construct } from 'constructs';
import { noteClassScaling } from './class-scaling';
import { blockedDrains, renderLimit } from './disruption-limit';
import { checkOverlayReplicas, infrastructureOverlays, overlayData } from './infrastructure-overlays';
import type { Overlay } from './overlay-merge';
import { mergeOverlays } from './overlay-merge';
import type { Scaling } from './scaling';
import type { DisruptionLimit } from './waypoint-disruption-budget';
import type { InfrastructureOptions } from './waypoint-infrastructure';
import { PROXY_CONTAINER, WAYPOINT_CLASS } from '../../istio/classes';
import { DEFAULTS_FOR_CLASS, GATEWAY_CLASS_NAME, GATEWAY_NAME } from '../../istio/labels';
import { ROOT_NAMESPACE } from '../../istio/mesh-defaults';
import { claim } from '../claims';
import { defineObject } from '../define-object';
import { Istio } from '../istio';
import { namespaceOf } from '../names';
import { problem } from '../problem';
import type { WaypointClass } from '../waypoint/waypoint-class';

/** Properties of `ClassDefaults`. */
export interface ClassDefaultsProps extends InfrastructureOptions {
  /**
   * The class whose waypoints get the defaults.
   * @default - `istio-waypoint`: all waypoints of Istio that have no class of their own
   */
  readonly waypointClass?: WaypointClass;
  /**
   * Makes istiod scale each waypoint by its load. A waypoint of the class can have no other autoscaler.
   * @default - no autoscaler
   */
  readonly scaling?: Scaling;
  /**
   * Makes istiod limit, for each waypoint, how many of its pods a node drain may take away at once. A waypoint of the class can have no
   * other budget.
   * @default - no limit
   */
  readonly disruption?: DisruptionLimit;
  /**
   * The namespace of istiod, which looks nowhere else.
   * @default 'istio-system'
   */
  readonly namespace?: string;
}

/**
 * What all waypoints of a GatewayClass have unless they say otherwise by `infrastructure`: a ConfigMap with the label
 * `gateway.istio.io/defaults-for-class`. Needs Istio 1.26.
 *
 * Of two for one class Istio reads the older and says nothing, also where the other is of Istio's own chart (`gatewayClasses`).
 * A change of it restarts all waypoints of the class at once. The pods of each waypoint spread for themselves (Kubernetes 1.27).
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go render
 * @example
 * import type { Chart } from 'cdk8s';
 * import { ClassDefaults, Scaling } from 'cdk8s-waypoint';
 *
 * declare const chart: Chart;
 *
 * new ClassDefaults(chart, 'defaults', {
 *   scaling: Scaling.between(2, 5),
 *   disruption: { minAvailable: 1 },
 *   priorityClassName: 'mesh-critical',
 * });
 */
export class ClassDefaults extends Construct {
  /** The name of the GatewayClass. */
  public readonly className: string;
  /** The name of the ConfigMap. */
  public readonly configMapName: string;

  constructor(scope: Construct, id: string, props: ClassDefaultsProps) {
    super(scope, id);
    Istio._require(this, 'parametersRef', 'a ConfigMap with the defaults of a GatewayClass');
    this.className = props.waypointClass?.className ?? WAYPOINT_CLASS;
    const other = claim(this, `defaults of class ${this.className}`);
    if (other) throw problem(this, `GatewayClass "${this.className}" has its defaults by "${other.node.path}" already, and Istio reads one ConfigMap only, the older: write both into one`);
    const namespace = namespaceOf(this, props.namespace ?? ROOT_NAMESPACE);
    const overlays = this.overlays(props);
    this.noteScaling(props, overlays);
    const name = props.configMapName ?? `${this.className}-defaults`;
    const labels = { [DEFAULTS_FOR_CLASS]: this.className };
    this.configMapName = defineObject(this, 'Resource', {
      apiVersion: 'v1', kind: 'ConfigMap', namespace, name, property: 'configMapName', labels,
    }, { data: overlayData(overlays) }).name;
  }

  private overlays(props: ClassDefaultsProps): Record<string, Overlay> {
    const { scaling, disruption } = props;
    const overlays = infrastructureOverlays(this, {
      ...props,
      overlays: {
        ...props.overlays,
        horizontalPodAutoscaler: mergeOverlays(scaling && { spec: scaling._render(this) }, props.overlays?.horizontalPodAutoscaler),
        podDisruptionBudget: mergeOverlays(disruption && { spec: renderLimit(this, disruption) }, props.overlays?.podDisruptionBudget),
      },
    }, { labels: { [GATEWAY_CLASS_NAME]: this.className }, dividedBy: GATEWAY_NAME, container: PROXY_CONTAINER });
    if (Object.keys(overlays).length === 0) throw problem(this, 'says nothing: write at least one of its properties');
    return overlays;
  }

  private noteScaling({ disruption }: ClassDefaultsProps, overlays: Record<string, Overlay>): void {
    const replicas = checkOverlayReplicas(this, overlays);
    const { horizontalPodAutoscaler, podDisruptionBudget } = overlays;
    const least: number | undefined = horizontalPodAutoscaler ? horizontalPodAutoscaler.spec.minReplicas : replicas;
    const [blocked] = disruption ? blockedDrains(disruption, least ?? 1, 'the class with "scaling"') : [];
    if (blocked) throw problem(this, blocked);
    noteClassScaling(this.className, {
      by: this, least, hasAutoscaler: horizontalPodAutoscaler !== undefined, hasBudget: podDisruptionBudget !== undefined,
    });
  }
}
