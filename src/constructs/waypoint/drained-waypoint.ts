import { ApiObject } from 'cdk8s';
import { fullNameOf } from './full-name';
import type { IWaypoint } from './waypoint';
import { USE_WAYPOINT, USE_WAYPOINT_NAMESPACE } from '../../istio/labels';
import type { Manifest } from '../delivery/manifest';
import { enrollmentLabels } from '../delivery/manifest';
import { templateLabelsPath } from '../enrollment/pod-template';

/**
 * What is wrong with the labels of an app while a waypoint drains: those that somebody wrote by hand, or for the same waypoint as
 * one that exists elsewhere, go on naming it.
 */
export function usesWhileDraining(waypoint: IWaypoint): string[] {
  const uses = waypoint.node.root.node.findAll()
    .filter((construct) => ApiObject.isApiObject(construct) && names(construct as ApiObject, waypoint));
  return uses.map((object) => `drains, but a label of "${object.node.path}" goes on naming ${fullNameOf(waypoint)}: remove the label there`);
}

function names(object: ApiObject, { waypointName, waypointNamespace }: IWaypoint): boolean {
  const { kind, metadata, name } = object;
  const own = kind === 'Namespace' ? name : metadata.namespace;
  return enrollmentLabels(labelledParts(object))
    .some((labels) => labels[USE_WAYPOINT] === waypointName && (labels[USE_WAYPOINT_NAMESPACE] ?? own) === waypointNamespace);
}

/** As much of a manifest as has labels: rendering it takes time, and is needed for pod templates alone. */
function labelledParts(object: ApiObject): Manifest {
  if (templateLabelsPath(object.kind)) return object.toJson();
  const { metadata, kind } = object;
  const labels = Object.fromEntries([USE_WAYPOINT, USE_WAYPOINT_NAMESPACE].map((label) => [label, metadata.getLabel(label)]));
  return { kind, metadata: { labels } };
}
