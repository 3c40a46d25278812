/** What is said of one object: by name of the field. A field that is absent is not asserted. */
export type Fact = Readonly<Record<string, unknown>>;

/** What is said of all objects of a kind of question, by the object's key. */
export type Facts = ReadonlyMap<string, Fact>;

/** The answers of Istio's code to the question `mesh`; docs/conformance.md describes them. */
export interface Answer {
  readonly mode: 'assume' | 'status';
  readonly rejected: Readonly<Record<string, unknown>>;
  readonly services: Readonly<Record<string, Fact>>;
  readonly serviceEntries: Readonly<Record<string, Fact>>;
  readonly workloads: Readonly<Record<string, Fact>>;
  readonly gateways: Readonly<Record<string, Fact>>;
  readonly routes: Readonly<Record<string, Fact>>;
  readonly policies: Readonly<Record<string, Fact>>;
  readonly ztunnelPolicies: Readonly<Record<string, Fact>>;
  readonly generated?: { readonly services: Readonly<Record<string, Fact>>; readonly workloads: Readonly<Record<string, Fact>> };
}

/** A place where both sides say different things. */
export interface Difference {
  /** The kind of question. */
  readonly question: string;
  readonly object: string;
  readonly field: string;
  readonly judge: unknown;
  readonly ours: unknown;
}

/** Compares what both sides say, object by object. */
export function differences(question: string, judge: Facts, ours: Facts): Difference[] {
  return [...judge].flatMap(([object, fact]) => {
    const our = ours.get(object);
    if (!our) return [{ question, object, field: '', judge: 'known', ours: 'unknown' }];
    return Object.entries(fact)
      .filter(([field, value]) => !isSame(value, our[field]))
      .map(([field, value]) => ({ question, object, field, judge: value, ours: our[field] }));
  }).concat([...ours.keys()].filter((object) => !judge.has(object))
    .map((object) => ({ question, object, field: '', judge: 'unknown', ours: 'known' })));
}

/** Whether two values are equal as JSON. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length &&
    keys.every((key) => isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
