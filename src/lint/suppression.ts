import type { Finding } from './finding';
import type { Evidence } from '../mesh/evidence';
import type { Manifest, ManifestSource } from '../mesh/manifest';
import type { ObjectRef } from '../mesh/object-ref';

/** Somebody's word that a finding is not to be reported. */
export interface Suppression {
  /** The id of a rule. */
  readonly rule: string;
  /** The objects that it is about. */
  readonly objects: ObjectPattern;
  /** Why; `""` if none was given. */
  readonly reason: string;
  /** Where it is written: in an annotation of an object, in a file of suppressions, or as an argument. */
  readonly evidence: Evidence;
  /** Whether it stands on the object that it is about. */
  readonly isInSource: boolean;
}

/** Names of objects; `*` stands for any text in each part. */
export interface ObjectPattern {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

const ANYTHING = /^\*+$/;

/** Suppressions by rule, and which of them were of use. */
export class Suppressions {
  readonly #byRule = new Map<string, Suppression[]>();
  readonly #used = new Set<Suppression>();

  constructor(private readonly all: readonly Suppression[]) {
    for (const suppression of all) {
      const others = this.#byRule.get(suppression.rule);
      if (others) others.push(suppression);
      else this.#byRule.set(suppression.rule, [suppression]);
    }
  }

  /** The suppression that a finding falls under. */
  public find({ rule, subject }: Finding): Suppression | undefined {
    const found = this.#byRule.get(rule.id)?.find(({ objects }) => matches(objects, subject));
    if (found) this.#used.add(found);
    return found;
  }

  /** Those under which nothing fell. */
  public unused(): Suppression[] {
    return this.all.filter((suppression) => !this.#used.has(suppression));
  }
}

function matches({ kind, namespace, name }: ObjectPattern, subject: ObjectRef): boolean {
  return matchesText(kind, subject.kind) && matchesText(namespace, subject.namespace) && matchesText(name, subject.name);
}

function matchesText(pattern: string, text: string): boolean {
  if (ANYTHING.test(pattern)) return true;
  const [start, ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  const end = rest.pop()!;
  if (text.length < start.length + end.length || !text.startsWith(start) || !text.endsWith(end)) return false;
  let at = start.length;
  return rest.every((part) => {
    at = text.indexOf(part, at) + part.length;
    return at >= part.length && at <= text.length - end.length;
  });
}

/**
 * Reads `RULE=KIND/NAMESPACE/NAME`, with an optional reason after `: `; `KIND//NAME` names what lives in no namespace.
 * @returns undefined if the text has another form
 */
export function parseSuppression(text: string): Suppression | undefined {
  const [, rule, objects, reason = ''] = /^([a-z0-9-]+)=([^:]+)(?::\s*(.*))?$/s.exec(text.trim()) ?? [];
  const pattern = objects === undefined ? undefined : parsePattern(objects);
  return pattern && givenSuppression(rule, pattern, reason);
}

/**
 * A suppression that stands on no object. So that something can be said of it, it is one itself: `Suppression RULE=KIND/NAMESPACE/NAME`.
 * @param source where it is written; undefined for an argument
 */
export function givenSuppression(rule: string, objects: ObjectPattern, reason: string, source?: ManifestSource): Suppression {
  const { kind, namespace, name } = objects;
  const manifest: Manifest = {
    group: 'waypoint.cdk8s.io',
    version: 'v1',
    kind: 'Suppression',
    namespace: '',
    name: `${rule}=${kind}/${namespace}/${name}`,
    labels: {},
    annotations: {},
    created: '',
    body: {},
    written: {},
    source,
  };
  return { rule, objects, reason, evidence: { manifest, path: [] }, isInSource: false };
}

/** Reads `KIND/NAMESPACE/NAME`, or `*` for every object. */
export function parsePattern(text: string): ObjectPattern | undefined {
  if (ANYTHING.test(text.trim())) return { kind: '*', namespace: '*', name: '*' };
  const [kind, namespace, name, ...more] = text.trim().split('/');
  return kind && namespace !== undefined && name && more.length === 0 ? { kind, namespace, name } : undefined;
}
