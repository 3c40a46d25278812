import { withDefaults } from './crd-defaults';
import { textOf } from './documents';
import type { FieldValue, Mismatch, StringMap } from './fields';
import { childOf, fits, isMapping, mismatches } from './fields';
import type { METADATA } from './kinds/kind';
import type { Manifest, ManifestSource } from './manifest';
import type { ObjectType } from './object-type';
import { ObjectTypes } from './object-type';
import type { FieldPath } from './positions';
import { fieldText, placeOf } from './positions';
import type { ProblemCause, Report } from './problem';

const NOTHING: StringMap = Object.freeze({});
const LONGEST_NAME = 253;
const PLAIN_NAME = /^[\w.:-]+$/;
/** What no API server takes as a name: control characters, blanks, and what would end a part of a URL. */
const IMPOSSIBLE_NAME = /[\p{C}\p{Z}/%]/u;

/** A value that should be an object, and where it is from. */
interface Candidate {
  readonly value: unknown;
  /** The value as it was read, before it inherited its kind from a List. */
  readonly origin: unknown;
  readonly source: ManifestSource | undefined;
}

type Metadata = FieldValue<typeof METADATA>;

/** Makes manifests of values. */
export class ObjectReader {
  readonly #types = new ObjectTypes();
  /** One text for each namespace: to look up and compare what is the same text, and not only an equal one, costs less. */
  readonly #namespaces = new Map<string, string>();

  /** @param report takes up what can't be read */
  constructor(private readonly report: Report) {}

  /**
   * Reads the objects in a value: one, or those of a List. What is no object, or has a field of the wrong type, is reported and
   * left out, as an API server would refuse it.
   * @param source where the value is from; undefined if it was built in memory
   */
  public read(value: unknown, source: ManifestSource | undefined): Manifest[] {
    const candidate = { value, origin: value, source };
    const items = itemsOf(candidate);
    return items ? this.readItems(items) : this.readObject(candidate);
  }

  /** A value that aliases name several times is read once: so no List of Lists grows without end, or contains itself. */
  private readItems(items: readonly Candidate[]): Manifest[] {
    const manifests: Manifest[] = [];
    const seen = new Set<unknown>();
    const waiting = [...items].reverse();
    while (waiting.length > 0) {
      const candidate = waiting.pop()!;
      if (seen.has(candidate.origin)) continue;
      if (isMapping(candidate.origin)) seen.add(candidate.origin);
      const inner = itemsOf(candidate);
      if (inner) for (const item of inner.reverse()) waiting.push(item);
      else manifests.push(...this.readObject(candidate));
    }
    return manifests;
  }

  private readObject(candidate: Candidate): Manifest[] {
    const { value, source } = candidate;
    const type = this.typeOf(candidate);
    if (!type || !isMapping(value) || !this.hasRightTypes(candidate, type)) return [];
    const metadata = (value.metadata ?? {}) as Metadata;
    const name = this.nameOf(candidate, type, metadata);
    return name === undefined ? [] : [{
      group: type.group,
      version: type.version,
      kind: type.kind,
      namespace: this.sameText(namespaceOf(type, metadata.namespace)),
      name: type.isNamespaced ? name : this.sameText(name),
      labels: textsOf(metadata.labels),
      annotations: textsOf(metadata.annotations),
      created: metadata.creationTimestamp ?? '',
      body: withDefaults(type.group, type.kind, value),
      written: value,
      source,
    }];
  }

  private sameText(name: string): string {
    const known = this.#namespaces.get(name);
    if (known === undefined) this.#namespaces.set(name, name);
    return known ?? name;
  }

  private typeOf(candidate: Candidate): ObjectType | undefined {
    const { value } = candidate;
    if (!isMapping(value)) return this.refuse(candidate, 'not-an-object', `${describe(value)} instead of a Kubernetes object`);
    const apiVersion = childOf(value, 'apiVersion');
    const kind = childOf(value, 'kind');
    const type = typeof apiVersion === 'string' && typeof kind === 'string' ? this.#types.of(apiVersion, kind) : undefined;
    return type ?? this.refuse(candidate, 'no-kind', `a mapping ${wrongHeader({ apiVersion, kind })}: not a Kubernetes object`);
  }

  private hasRightTypes(candidate: Candidate, { fields, ownFields, rightSpecs, kind }: ObjectType): boolean {
    const { spec } = candidate.value as { readonly spec?: unknown };
    const isKnown = isMapping(spec) && rightSpecs.has(spec);
    if (fits(isKnown ? ownFields : fields, candidate.value)) {
      if (!isKnown && isMapping(spec)) rightSpecs.add(spec);
      return true;
    }
    for (const mismatch of mismatches(fields, candidate.value)) {
      this.refuse(candidate, 'wrong-type', wrongType(kind, mismatch), mismatch.path);
    }
    return false;
  }

  private nameOf(candidate: Candidate, { kind }: ObjectType, { name }: Metadata): string | undefined {
    if (!name) return this.refuse(candidate, 'no-name', `${kind} has no "metadata.name"`);
    if (name.length <= LONGEST_NAME && (PLAIN_NAME.test(name) || !IMPOSSIBLE_NAME.test(name))) return name;
    return this.refuse(candidate, 'no-name', `${kind} has the impossible name ${quote(name)}`, ['metadata', 'name']);
  }

  private refuse({ source, value }: Candidate, cause: ProblemCause, message: string, path: FieldPath = []): undefined {
    const unread = source ? textOf(source.document) : JSON.stringify(value);
    this.report({ cause, message, place: source ? placeOf(source.document, [...source.path, ...path]) : null, unread });
    return undefined;
  }
}

/** The items of `kind: List` and of the lists of single kinds, whose items need not repeat their kind. */
function itemsOf({ value, source }: Candidate): Candidate[] | undefined {
  if (!isMapping(value) || typeof value.kind !== 'string' || !value.kind.endsWith('List') || !Array.isArray(value.items)) return undefined;
  const kind = value.kind.slice(0, -'List'.length);
  const inherited = { apiVersion: value.apiVersion, kind };
  return value.items.map((item: unknown, index) => ({
    value: kind && isMapping(item) ? { ...inherited, ...item } : item,
    origin: item,
    source: source && { ...source, path: [...source.path, 'items', index] },
  }));
}

/** What lives in no namespace has none, even if it names one; what should and names none lives in `default`. */
function namespaceOf({ isNamespaced }: ObjectType, namespace: string | undefined): string {
  if (isNamespaced === false) return '';
  return namespace || (isNamespaced ? 'default' : '');
}

/** Null in a map of strings is the empty string, as in Go. */
function textsOf(map: unknown): StringMap {
  if (!isMapping(map)) return NOTHING;
  for (const key in map) {
    if (map[key] === null) return Object.fromEntries(Object.entries(map).map(([name, text]) => [name, text ?? ''])) as StringMap;
  }
  return map as StringMap;
}

function wrongHeader({ apiVersion, kind }: { readonly apiVersion: unknown; readonly kind: unknown }): string {
  const of = typeof kind === 'string' && kind ? `of kind ${quote(kind)} ` : '';
  for (const [field, value] of Object.entries({ apiVersion, kind })) {
    if (value === undefined || value === null || value === '') return `${of}with no "${field}"`;
    if (typeof value !== 'string') return `${of}with ${describe(value)} as "${field}"`;
  }
  return `of the impossible type ${quote(apiVersion)} ${quote(kind)}`;
}

function wrongType(kind: string, { path, expected, value }: Mismatch): string {
  const isScalar = typeof value === 'boolean' || typeof value === 'number';
  const hint = isScalar && expected === 'a string' ? '; quote it to make it text' : '';
  return `${fieldText(path)} of ${kind} is ${describe(value)}, expected ${expected}${hint}`;
}

const LONGEST_QUOTE = 80;

/** A value in a message: short, on one line, and without characters that a terminal would act upon. */
function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'a mapping';
  return `the ${typeof value === 'object' ? 'value' : typeof value} ${quote(value)}`;
}

function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
}
