import type { Admission } from './allowed-namespaces';
import { admissionOf } from './allowed-namespaces';
import { generatedMetadataProps, unlessEmpty } from './generated-metadata';
import { infrastructureExpression } from './infrastructure';
import { limitFields, scalingExpression } from './scaling';
import { classExpression } from './waypoint-class';
import { serviceTypeExpression, trafficTypeExpression } from './waypoint-enums';
import type { WaypointUsers } from './waypoint-users';
import { NAME_OVERRIDE, REVISION, SERVICE_ACCOUNT, SERVICE_TYPE, WAYPOINT_COMPONENT, WAYPOINT_FOR } from '../../istio/labels';
import type { Expression, Props } from '../../program/expression';
import { construction, enumMember, optional, ours, plain, struct } from '../../program/expression';
import type { Item } from '../item';
import { NotCovered, Stage } from '../item';
import type { Scope } from '../scope';
import { principalOf, waypointNames } from '../scope';
import type { Fields, SourceObject } from '../source-object';

/** A Gateway of class `istio-waypoint`, and what is declared with it. */
export interface WaypointParts {
  readonly gateway: SourceObject;
  readonly users: WaypointUsers;
  readonly configMap?: SourceObject;
  readonly autoscaler?: SourceObject;
  readonly budget?: SourceObject;
}

/** A Gateway as one of the waypoints that istiod deploys. Makes it known as a waypoint. */
export function waypointItem(parts: WaypointParts, scope: Scope): Item {
  const { gateway, users } = parts;
  const { namespace, name, key } = gateway;
  const props = struct({
    waypointName: name === 'waypoint' ? undefined : plain(name),
    ...users.props,
    waypointClass: classExpression(gateway.body.spec?.gatewayClassName, scope),
    ...waypointProps(parts),
  });
  const id = scope.id(namespace, name, `${name}-waypoint`);
  const args = [scope.chart(namespace), plain(id), ...(props.fields.length > 0 ? [props] : [])];
  const waypoint = construction(waypointNames(namespace, name), ours(users.construct), args);
  const annotations = gateway.written.metadata.annotations ?? {};
  scope.declareWaypoint(namespace, name, {
    waypoint,
    principal: principalOf(namespace, annotations[SERVICE_ACCOUNT] ?? name),
    deploymentName: annotations[NAME_OVERRIDE] ?? name,
  });
  return {
    key,
    chart: namespace,
    stage: Stage.WAYPOINT,
    id,
    statements: [waypoint],
    objects: [gateway, parts.configMap, parts.autoscaler, parts.budget].flatMap((object) => object?.key ?? []),
    labels: users.subjects.map(({ object }) => object.key),
    construct: users.construct,
  };
}

function waypointProps(parts: WaypointParts): Props {
  const { gateway, users } = parts;
  const [listener, ...others] = gateway.body.spec?.listeners ?? [];
  if (!listener || others.length > 0) throw new NotCovered('it has not just one listener');
  return {
    ...sharedProps(parts, users.construct === 'WorkloadWaypoint' ? 'workload' : 'service'),
    allowedNamespaces: allowedNamespaces(admissionOf(listener), users),
  };
}

/**
 * The properties that all waypoints have.
 * @param defaultType the traffic that the waypoint takes if no property says which
 */
export function sharedProps({ gateway, configMap, autoscaler, budget }: Omit<WaypointParts, 'users'>, defaultType: string): Props {
  return {
    ...metadataProps(gateway.written.metadata, defaultType),
    ...infrastructureProps(gateway, configMap),
    infrastructure: configMap && infrastructureExpression(configMap, gateway.name),
    scaling: autoscaler && scalingExpression(autoscaler),
    disruption: budget && struct(limitFields(budget)),
  };
}

/** Left out where the construct admits the same by itself. */
function allowedNamespaces({ expression, names }: Admission, { consumers }: WaypointUsers): Expression | undefined {
  if (!consumers) return names === 'same' ? undefined : expression;
  const isSame = Array.isArray(names) && [...new Set(names)].sort().join(' ') === [...new Set(consumers)].sort().join(' ');
  return isSame ? undefined : expression;
}

function metadataProps({ labels, annotations }: Fields, defaultType: string): Props {
  const { [WAYPOINT_FOR]: trafficType, [REVISION]: revision, ...otherLabels } = (labels ?? {}) as Fields;
  const {
    [SERVICE_ACCOUNT]: serviceAccountName, [NAME_OVERRIDE]: deploymentName, [SERVICE_TYPE]: serviceType, ...otherAnnotations
  } = (annotations ?? {}) as Fields;
  return {
    trafficType: trafficType === defaultType ? undefined : trafficTypeOf(trafficType),
    revision: optional(revision),
    serviceAccountName: optional(serviceAccountName),
    deploymentName: optional(deploymentName),
    serviceType: serviceType === undefined ? undefined : serviceTypeExpression(serviceType),
    labels: unlessEmpty(otherLabels),
    annotations: unlessEmpty(otherAnnotations),
  };
}

function trafficTypeOf(value: string | undefined): Expression {
  return value === undefined ? enumMember('TrafficType', 'CLASS_DEFAULT') : trafficTypeExpression(value);
}

function infrastructureProps(gateway: SourceObject, configMap: SourceObject | undefined): Props {
  const { parametersRef } = (gateway.body.spec?.infrastructure ?? {}) as Fields;
  if (parametersRef && !configMap) throw new NotCovered(`its parameters, ${parametersRef.kind} "${parametersRef.name}", are no ConfigMap among the files`);
  return generatedMetadataProps(gateway, WAYPOINT_COMPONENT);
}
