import { USE_WAYPOINT } from '../../istio/labels';
import { templateLabelsPath } from '../enrollment/pod-template';

/** A manifest as JSON. */
export type Manifest = Record<string, any>;

/** The label maps of a manifest that say which waypoint is used: its own, and that of its pods. */
export function enrollmentLabels({ kind, metadata, ...content }: Manifest): Record<string, string>[] {
  const template = templateLabelsPath(kind)?.reduce<any>((value, key) => value?.[key], content);
  return [metadata?.labels, template].filter((labels) => labels?.[USE_WAYPOINT] !== undefined);
}
