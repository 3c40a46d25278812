import { withDefaults } from './crd-defaults';
import type { Fields, FieldValue, Mismatch, StringMap } from './fields';
import { childOf, fits, isMapping, mismatches } from './fields';
import { findKind, livesInNamespace } from './kinds';
import { METADATA } from './kinds/kind';
import type { Manifest, ManifestSource } from './manifest';
import type { FieldPath } from './positions';
import { placeOf } from './positions';
import type { ProblemCause, Report } from './problem';

/** What a document holds at most, so that a List of Lists of aliases can't grow without end. */
const MAX_OBJECTS = 200_000;
const MAX_LISTS_IN_LISTS = 8;
const ANY_KIND: Fields = { metadata: METADATA };
const NOTHING: StringMap = Object.freeze({});
/** What no API server takes as a name: control characters, blanks, and what would end a part of a URL. */
const IMPOSSIBLE_NAME = /[\p{C}\p{Z}/%]/u;
const IMPOSSIBLE_TYPE = /[\p{C}\p{Z}]/u;

/** A value that should be an object, and where it is from. */
interface Candidate {
  readonly value: unknown;
  readonly source?: ManifestSource;
}

/**
 * Reads the objects in a value: one, or those of a List. What is no object, or has a field of the wrong type, is reported and
 * left out, as an API server would refuse it.
 * @param source where the value is from; absent if it was built in memory
 */
export function readObjects(value: unknown, source: ManifestSource | undefined, report: Report): Manifest[] {
  const manifests: Manifest[] = [];
  for (const candidate of flatten({ value, source }, report)) {
    const manifest = readObject(candidate, report);
    if (manifest) manifests.push(manifest);
  }
  return manifests;
}

function* flatten(root: Candidate, report: Report): Generator<Candidate> {
  const waiting = [root];
  for (let count = 0; waiting.length > 0; count++) {
    const candidate = waiting.pop()!;
    const items = itemsOf(candidate);
    if (count > MAX_OBJECTS || (items && (candidate.source?.path.length ?? 0) > 2 * MAX_LISTS_IN_LISTS)) {
      refuse(candidate, report, 'too-large', `more than ${MAX_OBJECTS} objects in one document, or Lists ${MAX_LISTS_IN_LISTS} deep`);
      return;
    }
    if (items) for (const item of items.reverse()) waiting.push(item);
    else yield candidate;
  }
}

/** The items of `kind: List` and of the lists of single kinds, whose items need not repeat their kind. */
function itemsOf({ value, source }: Candidate): Candidate[] | undefined {
  if (!isMapping(value) || typeof value.kind !== 'string' || !value.kind.endsWith('List') || !Array.isArray(value.items)) return undefined;
  const kind = value.kind.slice(0, -'List'.length);
  const inherited = kind ? { apiVersion: value.apiVersion, kind } : {};
  return value.items.map((item: unknown, index) => ({
    value: isMapping(item) ? { ...inherited, ...item } : item,
    source: source && { ...source, path: [...source.path, 'items', index] },
  }));
}

function readObject(candidate: Candidate, report: Report): Manifest | undefined {
  const { value, source } = candidate;
  const type = typeOf(candidate, report);
  if (!type || !isMapping(value) || !hasRightTypes(candidate, type, report)) return undefined;
  const metadata = (value.metadata ?? {}) as Metadata;
  const name = nameOf(candidate, type, metadata, report);
  return name === undefined ? undefined : {
    ...type,
    namespace: namespaceOf(type, metadata.namespace),
    name,
    labels: textsOf(metadata.labels),
    annotations: textsOf(metadata.annotations),
    created: metadata.creationTimestamp ?? '',
    body: withDefaults(type.group, type.kind, value),
    ...(source && { source }),
  };
}

function nameOf(candidate: Candidate, { kind }: Type, { name }: Metadata, report: Report): string | undefined {
  if (!name) return refuse(candidate, report, 'no-name', `${kind} has no "metadata.name"`);
  if (!IMPOSSIBLE_NAME.test(name)) return name;
  return refuse(candidate, report, 'no-name', `${kind} has the impossible name ${JSON.stringify(name)}`, ['metadata', 'name']);
}

type Metadata = FieldValue<typeof METADATA>;
interface Type { readonly group: string; readonly version: string; readonly kind: string }

function typeOf(candidate: Candidate, report: Report): Type | undefined {
  const { value } = candidate;
  if (!isMapping(value)) return refuse(candidate, report, 'not-an-object', `${describe(value)} instead of a Kubernetes object`);
  const apiVersion = childOf(value, 'apiVersion');
  const kind = childOf(value, 'kind');
  for (const [field, text] of Object.entries({ apiVersion, kind })) {
    if (typeof text === 'string' && text !== '' && !IMPOSSIBLE_TYPE.test(text)) continue;
    const what = text === undefined || text === null ? `no "${field}"` : `as "${field}" ${describe(text)}`;
    return refuse(candidate, report, 'no-kind', `a mapping with ${what}: not a Kubernetes object`);
  }
  const [, group = '', version] = /^(?:(.*)\/)?([^/]*)$/s.exec(apiVersion as string)!;
  return { group, version, kind: kind as string };
}

function hasRightTypes(candidate: Candidate, { group, kind }: Type, report: Report): boolean {
  const fields = findKind(group, kind)?.fields ?? ANY_KIND;
  if (fits(fields, candidate.value)) return true;
  for (const mismatch of mismatches(fields, candidate.value)) {
    refuse(candidate, report, 'wrong-type', wrongType(kind, mismatch), mismatch.path);
  }
  return false;
}

/** What lives in no namespace has none, even if it names one; what should and names none lives in `default`. */
function namespaceOf({ group, kind }: Type, namespace: string | undefined): string {
  const inNamespace = livesInNamespace(group, kind);
  if (inNamespace === false) return '';
  return namespace || (inNamespace ? 'default' : '');
}

/** Null in a map of strings is the empty string, as in Go. */
function textsOf(map: unknown): StringMap {
  if (!isMapping(map)) return NOTHING;
  const hasNull = Object.values(map).includes(null);
  return (hasNull ? Object.fromEntries(Object.entries(map).map(([key, text]) => [key, text ?? ''])) : map) as StringMap;
}

function wrongType(kind: string, { path, expected, value }: Mismatch): string {
  const hint = typeof value === 'boolean' || typeof value === 'number' ? '; quote it to make it text' : '';
  return `${fieldText(path)} of ${kind} is ${describe(value)}, expected ${expected}${expected === 'a string' ? hint : ''}`;
}

/** A path as people write it: `spec.listeners[0].port`, `metadata.labels['istio.io/rev']`. */
function fieldText(path: FieldPath): string {
  return path.map((step) => typeof step === 'number' ? `[${step}]` : /^[\w-]+$/.test(step) ? `.${step}` : `[${quoteKey(step)}]`).join('').replace(/^\./, '');
}

function quoteKey(key: string): string {
  return `'${JSON.stringify(key).slice(1, -1)}'`;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  const text = JSON.stringify(value) ?? 'undefined';
  return `the ${typeof value === 'object' ? 'value' : typeof value} ${text.length > 80 ? `${text.slice(0, 80)}…` : text}`;
}

function refuse({ source }: Candidate, report: Report, cause: ProblemCause, message: string, path: FieldPath = []): undefined {
  report({ cause, message, place: source ? placeOf(source.document, [...source.path, ...path]) : null });
  return undefined;
}
