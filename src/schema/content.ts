import { checkRules } from './cel/rules';
import { takeIn } from './defaults';
import { isObject } from './go-text';
import type { KubernetesObject } from './object';
import { isPlainlyValid } from './quick-check';
import type { CustomKind } from './schema';

/** What a schema is about: an object without its metadata, which have a type of their own. */
export interface Content {
  readonly written: Readonly<Record<string, unknown>>;
  /** With the defaults of the schema, and without what the API server leaves out. */
  readonly complete: unknown;
  /** Whether there is certainly nothing to say of it. Then it is the object itself. */
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

function readContent(object: KubernetesObject, kind: CustomKind): Content {
  if (isPlain(object, kind)) return { written: object, complete: object, isPlain: true };
  const { apiVersion: _, kind: __, metadata: ___, status, ...rest } = object;
  const written = kind.hasStatus || status === undefined ? rest : { ...rest, status };
  return { written, complete: takeIn(kind.schema(), written), isPlain: false };
}

/** The specs of which there is certainly nothing to say: objects may have one and the same. */
const plainSpecs = new WeakMap<CustomKind, WeakSet<object>>();

function isPlain(object: KubernetesObject, kind: CustomKind): boolean {
  const { spec, status } = object;
  if (status !== undefined) return false;
  if (!isObject(spec) || !isNothingElse(object)) return isCertainlyRight(object, kind);
  const known = plainSpecs.get(kind) ?? new WeakSet();
  if (known.has(spec)) return true;
  const isRight = isCertainlyRight(object, kind);
  if (isRight) plainSpecs.set(kind, known.add(spec));
  return isRight;
}

/** Whether there is nothing but a spec. */
function isNothingElse(object: KubernetesObject): boolean {
  for (const name in object) if (name !== 'spec' && !HEADER.has(name)) return false;
  return true;
}

function isCertainlyRight(object: KubernetesObject, kind: CustomKind): boolean {
  const schema = kind.schema();
  return isPlainlyValid(schema, object, HEADER) && checkRules(schema, object).length === 0;
}
