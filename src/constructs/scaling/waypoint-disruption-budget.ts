import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { leastReplicas } from './replicas';
import { GATEWAY_NAME } from '../../istio/labels';
import { claimObjectName } from '../object-name';
import { problem } from '../problem';
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
    claimObjectName(this, { kind: 'PodDisruptionBudget', namespace, name, property: 'budgetName' });
    new ApiObject(this, 'Resource', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name, namespace },
      spec: { ...limit, selector: { matchLabels: { [GATEWAY_NAME]: waypoint.waypointName } } },
    });
    // An autoscaler may be declared after the budget.
    this.node.addValidation({ validate: () => this.blocksDrains(props) });
  }

  private blocksDrains(props: WaypointDisruptionBudgetProps): string[] {
    const declaredHere = props.waypoint.node.tryFindChild('Resource') !== undefined;
    const replicas = leastReplicas(props.waypoint, declaredHere);
    if (replicas === undefined) return [];
    const stay = props.minAvailable ?? Math.ceil(replicas * (props.minAvailablePercent ?? 0) / 100);
    return stay < replicas ? [] : [
      `of ${replicas} replicas ${stay} must stay, which blocks every drain of a node: lower the limit, or raise the least number of replicas of `
      + `waypoint "${props.waypoint.waypointName}" with "scaling"`,
    ];
  }
}

function renderLimit(scope: Construct, limit: DisruptionLimit) {
  const { minAvailable, minAvailablePercent, maxUnavailable, maxUnavailablePercent } = limit;
  const given = Object.entries({ minAvailable, minAvailablePercent, maxUnavailable, maxUnavailablePercent })
    .filter((entry): entry is [string, number] => entry[1] !== undefined);
  if (given.length !== 1) {
    throw problem(scope, `has ${given.map(([name]) => name).join(' and ') || 'no limit'}: write exactly one of minAvailable, minAvailablePercent, maxUnavailable, maxUnavailablePercent`);
  }
  const [[name, value]] = given;
  checkLimit(scope, name, value);
  return name.endsWith('Percent') ? { [name.replace('Percent', '')]: `${value}%` } : { [name]: value };
}

function checkLimit(scope: Construct, name: string, value: number): void {
  const least = name.startsWith('max') ? 1 : 0;
  const most = name.endsWith('Percent') ? 100 : Number.MAX_SAFE_INTEGER;
  if (!Number.isInteger(value) || value < least || value > most) {
    const blocks = name.startsWith('max') && value === 0 ? ', which blocks every drain of a node' : '';
    throw problem(scope, `${name} is ${value}${blocks}: write an integer from ${least}${most === 100 ? ' to 100' : ''}`);
  }
}
