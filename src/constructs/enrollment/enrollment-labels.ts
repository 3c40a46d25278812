import type { Construct } from 'constructs';
import type { EnrollmentProps } from './enrollment';
import {
  DATAPLANE_MODE, INGRESS_USE_WAYPOINT, NO_WAYPOINT, USE_WAYPOINT, USE_WAYPOINT_NAMESPACE,
} from '../../istio/labels';
import type { LocatedObject } from '../located-object';
import { describe } from '../located-object';
import type { ObjectRef } from '../object-ref';
import { problem } from '../problem';
import type { IWaypoint } from '../waypoint/waypoint';
import { WaypointLifecycle } from '../waypoint/waypoint-lifecycle';

/** The labels that an enrollment puts on one of its objects. */
export function enrollmentLabels(scope: Construct, ref: ObjectRef, props: EnrollmentProps): Record<string, string> {
  return {
    ...(props.waypoint && useWaypointLabels(scope, ref._at(scope), props.waypoint)),
    ...(props.optOut && { [USE_WAYPOINT]: NO_WAYPOINT }),
    ...(props.ingress !== undefined && { [INGRESS_USE_WAYPOINT]: String(props.ingress) }),
    ...(props.dataplaneMode && { [DATAPLANE_MODE]: props.dataplaneMode }),
  };
}

function useWaypointLabels(scope: Construct, object: LocatedObject, waypoint: IWaypoint): Record<string, string> {
  const namespace = object.kind === 'Namespace' ? object.name : object.namespace;
  if (waypoint.admits(namespace) === false) {
    throw problem(scope, `${describe(object)} may not use waypoint ${waypoint.waypointNamespace}/${waypoint.waypointName}, which does not admit namespace "${namespace}": `
      + 'list the namespace in "allowedNamespaces", or declare the waypoint as CrossNamespaceWaypoint with it as a consumer');
  }
  if (waypoint.lifecycle === WaypointLifecycle.DRAINING) return {};
  if (waypoint.lifecycle === WaypointLifecycle.DRAINING_BY_OPT_OUT) return { [USE_WAYPOINT]: NO_WAYPOINT };
  return {
    [USE_WAYPOINT]: waypoint.waypointName,
    ...(namespace !== waypoint.waypointNamespace && { [USE_WAYPOINT_NAMESPACE]: waypoint.waypointNamespace }),
  };
}
