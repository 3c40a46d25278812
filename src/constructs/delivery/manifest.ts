import { NO_WAYPOINT, USE_WAYPOINT, USE_WAYPOINT_NAMESPACE } from '../../istio/labels';
import { templateLabelsPath } from '../enrollment/pod-template';

/** A manifest as JSON. */
export type Manifest = Record<string, any>;

/** The label maps of a manifest that say which waypoint is used: its own, and that of its pods. */
export function enrollmentLabels({ kind, metadata, ...content }: Manifest): Record<string, string>[] {
  const template = templateLabelsPath(kind)?.reduce<any>((value, key) => value?.[key], content);
  return [metadata?.labels, template].filter((labels) => labels?.[USE_WAYPOINT] !== undefined);
}

/**
 * The waypoint that labels name, as `namespace/name`.
 * @param own the namespace where it is if they don't say
 * @param name the label of its name
 * @param elsewhere the label of its namespace
 */
export function namedWaypoint(
  labels: Record<string, string>, own: string, name = USE_WAYPOINT, elsewhere = USE_WAYPOINT_NAMESPACE,
): string | undefined {
  const waypoint = labels[name];
  return waypoint === undefined || waypoint === NO_WAYPOINT ? undefined : `${labels[elsewhere] ?? own}/${waypoint}`;
}
