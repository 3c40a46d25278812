import { dump } from 'js-yaml';

/** A Kubernetes object as it is written to a file. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: Metadata;
  [field: string]: unknown;
}

export interface Metadata {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

export const GATEWAY_API = 'gateway.networking.k8s.io/v1';
export const NETWORKING = 'networking.istio.io/v1';
export const SECURITY = 'security.istio.io/v1';

/** Labels and annotations; empty ones are not written. */
export interface Marks {
  labels?: Record<string, string | undefined>;
  annotations?: Record<string, string | undefined>;
}

/** Makes an object; a cluster-wide one has no namespace. */
export function manifest(
  apiVersion: string, kind: string, namespace: string | undefined, name: string, fields: object, marks: Marks = {},
): Manifest {
  const metadata: Metadata = { name };
  if (namespace !== undefined) metadata.namespace = namespace;
  const labels = present(marks.labels);
  const annotations = present(marks.annotations);
  if (labels) metadata.labels = labels;
  if (annotations) metadata.annotations = annotations;
  return { apiVersion, kind, metadata, ...fields };
}

function present(values: Record<string, string | undefined> = {}): Record<string, string> | undefined {
  const entries = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** Both together; the second wins. */
export function mergeMarks(a: Marks, b: Marks): Marks {
  return { labels: { ...a.labels, ...b.labels }, annotations: { ...a.annotations, ...b.annotations } };
}

/** Objects as one YAML stream. */
export function toYaml(objects: readonly object[]): string {
  return objects.map((object) => dump(object, { noRefs: true, lineWidth: -1 })).join('---\n');
}

/** How a mesh names an object: `Kind/namespace/name`, or `Kind/name`. */
export function keyOf({ kind, metadata: { namespace, name } }: Manifest): string {
  return namespace === undefined ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}
