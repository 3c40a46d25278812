import { infrastructureFields } from './infrastructure';
import { trafficTypeExpression } from './waypoint-enums';
import { MESH_CONTROLLER, WAYPOINT_CLASS } from '../../istio/classes';
import { DEFAULTS_FOR_CLASS, WAYPOINT_FOR } from '../../istio/labels';
import { ROOT_NAMESPACE } from '../../istio/mesh-defaults';
import type { Declared, Expression } from '../../program/expression';
import { optional, plain } from '../../program/expression';
import type { Item } from '../item';
import { NotCovered, Stage } from '../item';
import { objectItem } from '../object-item';
import type { Scope } from '../scope';
import type { Fields, SourceObject } from '../source-object';

/** Whether the Gateways of a class are waypoints that istiod deploys. */
export function isWaypointClass({ kind, body }: SourceObject): boolean {
  return kind === 'GatewayClass' && body.spec?.controllerName === MESH_CONTROLLER;
}

/** A GatewayClass as `WaypointClass`. Makes it known as a class of waypoints. */
export function waypointClassItem(gatewayClass: SourceObject, scope: Scope): Item {
  const { name, body, written } = gatewayClass;
  const trafficType = written.metadata.labels?.[WAYPOINT_FOR];
  const item = objectItem(gatewayClass, scope, {
    construct: 'WaypointClass',
    stage: Stage.WAYPOINT,
    suffix: 'class',
    nameProperty: 'className',
    nameDefault: WAYPOINT_CLASS,
    ownLabels: [WAYPOINT_FOR],
    props: {
      trafficType: trafficType === undefined ? undefined : trafficTypeExpression(trafficType),
      description: optional(body.spec?.description),
    },
  });
  scope.declareClass(name, item.statements[0] as Declared);
  return item;
}

/** The defaults of a class as `ClassDefaults`. */
export function classDefaultsItem(configMap: SourceObject, scope: Scope): Item {
  const className: string = configMap.written.metadata.labels?.[DEFAULTS_FOR_CLASS];
  return objectItem(configMap, scope, {
    construct: 'ClassDefaults',
    stage: Stage.SCALING,
    suffix: 'defaults',
    nameProperty: 'configMapName',
    nameDefault: `${className}-defaults`,
    ownLabels: [DEFAULTS_FOR_CLASS],
    props: {
      waypointClass: classExpression(className, scope),
      namespace: configMap.namespace === ROOT_NAMESPACE ? undefined : plain(configMap.namespace),
      ...Object.fromEntries(Object.entries(infrastructureFields(configMap) as Fields).map(([name, value]) => [name, plain(value)])),
    },
  });
}

/** The class of a waypoint; undefined for the one that Istio has anyway. */
export function classExpression(className: string, scope: Scope): Expression | undefined {
  if (className === WAYPOINT_CLASS) return undefined;
  const declared = scope.waypointClass(className);
  if (!declared) throw new NotCovered(`its class is "${className}", which the files do not define as one of Istio's waypoints`);
  return declared;
}
