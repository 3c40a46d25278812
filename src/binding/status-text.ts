import type { WaypointName } from './claim';
import type { Traffic } from '../registry/subject';

/** The namespace and name of a waypoint as Istio writes them. */
export function waypointText({ namespace, name }: WaypointName): string {
  return `${namespace}/${name}`;
}

/** @see istio pilot/pkg/serviceregistry/ambient/status.go */
export const STATUS_TEXT = {
  notReady: (waypoint: WaypointName) => `waypoint "${waypointText(waypoint)}" is not ready`,
  denied: (waypoint: WaypointName) => `we are not permitted to attach to waypoint "${waypointText(waypoint)}" (missing allowedRoutes?)`,
  unsupported: (waypoint: WaypointName, traffic: Traffic) =>
    `attempting to bind to traffic type "${traffic}" which the waypoint "${waypointText(waypoint)}" does not support`,
  crossNamespace: (waypoint: WaypointName) =>
    `cannot bind to waypoint "${waypointText(waypoint)}" in another namespace: cross-namespace waypoint binding is ` +
    'not permitted for a ServiceEntry with NAMESPACE visibility',
  canaryInvalidWeight: (waypoint: WaypointName) =>
    `canary waypoint "${waypointText(waypoint)}" has an invalid weight; must be an integer in [0,100]`,
  canarySameAsPrimary: (waypoint: WaypointName) => `canary waypoint "${waypointText(waypoint)}" must differ from the primary waypoint`,
  bound: (waypoint: WaypointName) => `Successfully attached to waypoint ${waypointText(waypoint)}`,
};
