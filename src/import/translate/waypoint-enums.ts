import { SERVICE_TYPE, WAYPOINT_FOR } from '../../istio/labels';
import { TRAFFIC_TYPES } from '../../istio/traffic-types';
import type { Expression } from '../../program/expression';
import { enumMember } from '../../program/expression';
import { SERVICE_TYPES } from '../../program/service-types';
import { NotCovered } from '../item';

/**
 * A value of `waypoint-for` as `TrafficType`.
 * @throws NotCovered if Istio does not know it
 */
export function trafficTypeExpression(value: string): Expression {
  if (!TRAFFIC_TYPES.includes(value)) throw unknown(WAYPOINT_FOR, value);
  return enumMember('TrafficType', value.toUpperCase());
}

/**
 * The type of a waypoint's Service as `WaypointServiceType`.
 * @throws NotCovered if no Service of a waypoint can have it
 */
export function serviceTypeExpression(value: string): Expression {
  if (!Object.hasOwn(SERVICE_TYPES, value)) throw unknown(SERVICE_TYPE, value);
  return enumMember('WaypointServiceType', SERVICE_TYPES[value]);
}

function unknown(key: string, value: string): NotCovered {
  return new NotCovered(`"${key}" is "${value}", which Istio does not know`);
}
