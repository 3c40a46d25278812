import type { Finding } from '../lint/finding';
import { placeIn } from '../mesh/manifest';
import type { Place } from '../mesh/source-file';

/** Where a finding is; null for objects built in memory. */
export function placeOfFinding({ subject, path }: Finding): Place | null {
  return placeIn(subject, path);
}

/** A place as editors and terminals take it. */
export function placeText({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** Where a rule is described. */
export function docsOf({ id }: { readonly id: string }): string {
  return `https://github.com/cdk8s-waypoint/cdk8s-waypoint/blob/main/docs/rules/${id}.md`;
}
