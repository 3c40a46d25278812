import { takeIn } from './defaults';
import type { KubernetesObject } from './object';
import { isPlainlyValid } from './quick-check';
import type { CustomKind } from './schema';

/** What a schema is about: an object without its metadata, which have a type of their own. */
export interface Content {
  readonly written: Readonly<Record<string, unknown>>;
  /** With the defaults of the schema, and without what the API server leaves out. */
  readonly complete: unknown;
  /** Whether there is certainly nothing to say of it, but for the rules of the schema. Then it is the object itself. */
  readonly isPlain: boolean;
}

const HEADER: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/** The content of a custom resource; the server drops a status where the kind has none. */
export function contentOf(object: KubernetesObject, kind: CustomKind): Content {
  if (latest?.object !== object) latest = { object, content: readContent(object, kind) };
  return latest.content;
}

/** The API server and Istio's webhook are asked of one object after the other. */
let latest: { readonly object: KubernetesObject; readonly content: Content } | undefined;

function readContent(object: KubernetesObject, { hasStatus, schema }: CustomKind): Content {
  if (object.status === undefined && isPlainlyValid(schema(), object, HEADER)) return { written: object, complete: object, isPlain: true };
  const { apiVersion: _, kind: __, metadata: ___, status, ...rest } = object;
  const written = hasStatus || status === undefined ? rest : { ...rest, status };
  return { written, complete: takeIn(schema(), written), isPlain: false };
}
