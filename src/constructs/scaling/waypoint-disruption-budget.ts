import { Construct } from 'constructs';
import { budgetOfClass } from './class-scaling';
import { blockedDrains, renderLimit } from './disruption-limit';
import { leastReplicas } from './replicas';
import { GATEWAY_NAME } from '../../istio/labels';
import { claimAlone } from '../claims';
import { defineObject } from '../define-object';
import { fullNameOf } from '../waypoint/full-name';
import type { IWaypoint } from '../waypoint/waypoint';
import { referTo } from '../waypoint/waypoint-references';

/** How many pods of a waypoint must stay, or may go, while nodes are drained. Exactly one of the four. */
export interface DisruptionLimit {
  /**
   * How many pods must stay; less than the least number of replicas.
   * @default - not limited in this way
   */
  readonly minAvailable?: number;
  /**
   * What share of the pods must stay, in percent, rounded up.
   * @default - not limited in this way
   */
  readonly minAvailablePercent?: number;
  /**
   * How many pods may go, at least 1.
   * @default - not limited in this way
   */
  readonly maxUnavailable?: number;
  /**
   * What share of the pods may go, in percent, rounded up.
   * @default - not limited in this way
   */
  readonly maxUnavailablePercent?: number;
}

/** Properties of `WaypointDisruptionBudget`. */
export interface WaypointDisruptionBudgetProps extends DisruptionLimit {
  /** The waypoint to protect. */
  readonly waypoint: IWaypoint;
  /**
   * The name of the PodDisruptionBudget. Do not use that of the waypoint: istiod would take it for its own.
   * @default - the name of the waypoint, with `-pdb`
   */
  readonly budgetName?: string;
}

/**
 * A PodDisruptionBudget for the pods of a waypoint, found by the label that every implementation puts on them. A budget
 * that would block every drain of a node is refused.
 */
export class WaypointDisruptionBudget extends Construct {
  constructor(scope: Construct, id: string, props: WaypointDisruptionBudgetProps) {
    super(scope, id);
    const { waypoint } = props;
    referTo(this, waypoint);
    const limit = renderLimit(this, props);
    const namespace = waypoint.waypointNamespace;
    const name = props.budgetName ?? `${waypoint.waypointName}-pdb`;
    claimAlone(this, `a budget for waypoint ${fullNameOf(waypoint)}`, 'keep one, Kubernetes evicts no pod that two are about');
    defineObject(this, 'Resource', { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', namespace, name, property: 'budgetName' }, {
      spec: { ...limit, selector: { matchLabels: { [GATEWAY_NAME]: waypoint.waypointName } } },
    });
    // An autoscaler, or defaults of the class, may be declared after the budget.
    this.node.addValidation({ validate: () => [...this.blocksDrains(props), ...budgetOfClass(waypoint)] });
  }

  private blocksDrains(props: WaypointDisruptionBudgetProps): string[] {
    const { waypoint } = props;
    const declaredHere = waypoint.node.tryFindChild('Resource') !== undefined;
    const replicas = leastReplicas(waypoint, declaredHere);
    return replicas === undefined ? [] : blockedDrains(props, replicas, `waypoint "${waypoint.waypointName}" with "scaling"`);
  }
}
