/** What is said of one object: by name of the field. A field that is absent is not asserted. */
export type Fact = Readonly<Record<string, unknown>>;

/** What is said of all objects of a kind of question, by the object's key. */
export type Facts = ReadonlyMap<string, Fact>;

/** Why a cluster does not take an object. */
export interface Refusal {
  readonly by: 'schema' | 'webhook';
  readonly errors: readonly string[];
}

/** The answers of Istio's code to the question `mesh`; docs/conformance.md describes them. */
export interface Answer {
  readonly mode: 'assume' | 'status';
  readonly rejected: Readonly<Record<string, Refusal>>;
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
    const found = Object.entries(fact).flatMap(([field, value]) => unequal(value, our[field], field));
    return found.map((place) => ({ question, object, ...place }));
  }).concat([...ours.keys()].filter((object) => !judge.has(object))
    .map((object) => ({ question, object, field: '', judge: 'unknown', ours: 'known' })));
}

/** The places within two values where they are not equal as JSON. */
function unequal(judge: unknown, ours: unknown, field: string): Pick<Difference, 'field' | 'judge' | 'ours'>[] {
  if (judge === ours) return [];
  if (!isNested(judge) || !isNested(ours) || isAnotherList(judge, ours)) return [{ field, judge, ours }];
  const keys = new Set([...Object.keys(judge), ...Object.keys(ours)]);
  return [...keys].flatMap((key) => unequal(judge[key], ours[key], `${field}.${key}`));
}

function isNested(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Lists of different lengths are best shown whole. */
function isAnotherList(a: object, b: object): boolean {
  return Array.isArray(a) !== Array.isArray(b) || (Array.isArray(a) && Array.isArray(b) && a.length !== b.length);
}
