import { WAYPOINT_CLASS } from '../../istio/classes';
import { GATEWAY_API_GROUP, NETWORKING_GROUP } from '../../istio/groups';
import { ROOT_NAMESPACE } from '../../istio/mesh-defaults';
import type { TargetRef } from '../../mesh/kinds/istio-security';
import type { Expression } from '../../program/expression';
import { callOurs, list, plain } from '../../program/expression';
import { NotCovered } from '../item';
import type { ProgramPlace } from '../scope';

/** What a policy is about, as `PolicyTarget`s. */
export function targetsExpression(refs: readonly TargetRef[] | undefined, place: ProgramPlace): Expression {
  return list((refs ?? []).map((ref) => targetExpression(ref, place)));
}

function targetExpression({ group = '', kind = '', name = '' }: TargetRef, { scope, namespace }: ProgramPlace): Expression {
  const ref = { group, kind, namespace, name };
  switch (`${group}/${kind}`) {
    case '/Service': return callOurs('PolicyTarget', 'service', scope.ref(ref, namespace));
    case `${NETWORKING_GROUP}/ServiceEntry`: return callOurs('PolicyTarget', 'serviceEntry', scope.ref(ref, namespace));
    case `${GATEWAY_API_GROUP}/Gateway`: return callOurs('PolicyTarget', 'waypoint', scope.waypoint(namespace, name, namespace).waypoint);
    case `${GATEWAY_API_GROUP}/GatewayClass`: return everyWaypoint(name, namespace);
    default: throw new NotCovered(`its target is of kind ${kind}, at which no waypoint enforces a policy`);
  }
}

function everyWaypoint(name: string, namespace: string): Expression {
  if (name !== WAYPOINT_CLASS) throw new NotCovered(`its target is GatewayClass "${name}", and constructs know "${WAYPOINT_CLASS}" only`);
  const options = namespace === ROOT_NAMESPACE ? [] : [plain({ rootNamespace: namespace })];
  return callOurs('PolicyTarget', 'everyWaypoint', ...options);
}
