import { secondsExpression } from './duration';
import { GATEWAY_NAME } from '../../istio/labels';
import type { Expression, Props } from '../../program/expression';
import { callOurs, plain, struct } from '../../program/expression';
import type { Item } from '../item';
import { NotCovered, Stage } from '../item';
import { objectItem } from '../object-item';
import type { Scope, WaypointHandle } from '../scope';
import type { Fields, SourceObject } from '../source-object';

/** The waypoint Deployment that an autoscaler scales, if it is a Deployment at all. */
export function scaledDeployment({ body }: SourceObject): string | undefined {
  const { kind, name } = body.spec?.scaleTargetRef ?? {};
  return kind === 'Deployment' ? name : undefined;
}

/** The Gateway whose pods a disruption budget is for, if it is for those of one Gateway and no others. */
export function budgetedGateway({ body }: SourceObject): string | undefined {
  const { matchLabels = {}, matchExpressions = [] } = (body.spec?.selector ?? {}) as Fields;
  return Object.keys(matchLabels).length === 1 && matchExpressions.length === 0 ? matchLabels[GATEWAY_NAME] : undefined;
}

/** A HorizontalPodAutoscaler as `WaypointAutoscaler`. */
export function autoscalerItem(autoscaler: SourceObject, waypointName: string, { waypoint }: WaypointHandle, scope: Scope): Item {
  return objectItem(autoscaler, scope, {
    construct: 'WaypointAutoscaler',
    stage: Stage.SCALING,
    suffix: 'autoscaler',
    nameProperty: 'autoscalerName',
    nameDefault: `${waypointName}-hpa`,
    props: { waypoint, scaling: scalingExpression(autoscaler) },
  });
}

/** A PodDisruptionBudget as `WaypointDisruptionBudget`. */
export function budgetItem(budget: SourceObject, waypointName: string, { waypoint }: WaypointHandle, scope: Scope): Item {
  return objectItem(budget, scope, {
    construct: 'WaypointDisruptionBudget',
    stage: Stage.SCALING,
    suffix: 'budget',
    nameProperty: 'budgetName',
    nameDefault: `${waypointName}-pdb`,
    props: { waypoint, ...limitFields(budget) },
  });
}

/** What an autoscaler goes by, as `Scaling`. */
export function scalingExpression({ body }: SourceObject): Expression {
  const { minReplicas = 1, maxReplicas, metrics = [], behavior } = body.spec ?? {};
  const seconds = behavior?.scaleDown?.stabilizationWindowSeconds;
  const options = struct({ ...utilizations(metrics), scaleDownAfter: seconds === undefined ? undefined : secondsExpression(seconds) });
  return callOurs('Scaling', 'between', plain(minReplicas), plain(maxReplicas), ...(options.fields.length > 0 ? [options] : []));
}

/** What the pods may use, as fields of `ScalingOptions`; left out where it is the default. */
function utilizations(metrics: readonly Fields[]): Props {
  const cpuUtilization = utilizationOf('cpu', metrics);
  const memoryUtilization = utilizationOf('memory', metrics);
  const isDefault = cpuUtilization === undefined || (cpuUtilization === 80 && memoryUtilization === undefined);
  return {
    cpuUtilization: isDefault ? undefined : plain(cpuUtilization),
    memoryUtilization: memoryUtilization === undefined ? undefined : plain(memoryUtilization),
  };
}

/** How many pods must stay, as fields of `DisruptionLimit`. */
export function limitFields({ body }: SourceObject): { readonly [name: string]: Expression } {
  const { minAvailable, maxUnavailable } = (body.spec ?? {}) as Fields;
  return { ...limitField('minAvailable', minAvailable), ...limitField('maxUnavailable', maxUnavailable) };
}

function limitField(name: string, value: number | string | undefined): { readonly [name: string]: Expression } {
  if (value === undefined) return {};
  if (typeof value === 'number') return { [name]: plain(value) };
  const [, percent] = /^([0-9]+)%$/.exec(value) ?? [];
  if (percent === undefined) throw new NotCovered(`"${name}" is "${value}", neither a number nor a percentage`);
  return { [`${name}Percent`]: plain(Number(percent)) };
}

function utilizationOf(name: string, metrics: readonly Fields[]): number | undefined {
  return metrics.find(({ resource }) => resource?.name === name)?.resource.target?.averageUtilization;
}
