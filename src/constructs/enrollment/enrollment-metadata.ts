import type { Construct } from 'constructs';
import type { DesiredMetadata } from './desired-metadata';
import type { EnrollmentProps } from './enrollment';
import {
  DATAPLANE_MODE, GLOBAL, INGRESS_USE_WAYPOINT, NO_WAYPOINT, USE_WAYPOINT, USE_WAYPOINT_CANARY, USE_WAYPOINT_CANARY_NAMESPACE,
  USE_WAYPOINT_CANARY_WEIGHT, USE_WAYPOINT_NAMESPACE,
} from '../../istio/labels';
import type { LocatedObject } from '../located-object';
import { describe } from '../located-object';
import { problem } from '../problem';
import { fullNameOf } from '../waypoint/full-name';
import type { IWaypoint } from '../waypoint/waypoint';
import { WaypointLifecycle } from '../waypoint/waypoint-lifecycle';

/** What an enrollment puts on one of its objects: labels, and for a canary its weight as an annotation. */
export function enrollmentMetadata(scope: Construct, object: LocatedObject, props: EnrollmentProps): DesiredMetadata {
  return {
    labels: {
      ...(props.waypoint && useWaypointLabels(scope, object, props.waypoint)),
      ...(props.optOut && { [USE_WAYPOINT]: NO_WAYPOINT }),
      ...(props.ingress !== undefined && { [INGRESS_USE_WAYPOINT]: String(props.ingress) }),
      ...(props.dataplaneMode && { [DATAPLANE_MODE]: props.dataplaneMode }),
      ...(props.global !== undefined && { [GLOBAL]: String(props.global) }),
    },
    annotations: props.waypoint ? weightAnnotation(object, props.waypoint) : {},
  };
}

function useWaypointLabels(scope: Construct, object: LocatedObject, waypoint: IWaypoint): Record<string, string> {
  const namespace = object.kind === 'Namespace' ? object.name : object.namespace;
  if (waypoint.admits(namespace) === false) {
    throw problem(scope, `${describe(object)} may not use waypoint ${fullNameOf(waypoint)}, which does not admit namespace "${namespace}": `
      + 'list the namespace in "allowedNamespaces", or declare the waypoint as CrossNamespaceWaypoint with it as a consumer');
  }
  if (waypoint.lifecycle === WaypointLifecycle.DRAINING) return {};
  if (waypoint.lifecycle === WaypointLifecycle.DRAINING_BY_OPT_OUT) return { [USE_WAYPOINT]: NO_WAYPOINT };
  const { canary } = waypoint;
  const used = canary?.step._isPromoted ? canary.waypoint : waypoint;
  return {
    ...nameOf(used, namespace, [USE_WAYPOINT, USE_WAYPOINT_NAMESPACE]),
    ...(isSplit(object, waypoint) && nameOf(canary!.waypoint, namespace, [USE_WAYPOINT_CANARY, USE_WAYPOINT_CANARY_NAMESPACE])),
  };
}

/** The labels that name a waypoint to an object of a namespace. */
function nameOf(
  { waypointName, waypointNamespace }: IWaypoint, namespace: string, [name, elsewhere]: readonly [string, string],
): Record<string, string> {
  return { [name]: waypointName, ...(namespace !== waypointNamespace && { [elsewhere]: waypointNamespace }) };
}

function weightAnnotation(object: LocatedObject, waypoint: IWaypoint): Record<string, string> {
  return isSplit(object, waypoint) ? { [USE_WAYPOINT_CANARY_WEIGHT]: String(waypoint.canary!.step._weight) } : {};
}

/** Istio reads a canary from these kinds only: workloads stay with the first waypoint until the second is promoted. */
function isSplit({ kind }: LocatedObject, { canary }: IWaypoint): boolean {
  return canary?.step._weight !== undefined && ['Namespace', 'Service', 'ServiceEntry'].includes(kind);
}
