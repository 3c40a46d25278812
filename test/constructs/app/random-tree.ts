import type { ApiObjectProps, App, IResolver, ResolutionContext } from 'cdk8s';
import { ApiObject, Chart, JsonPatch, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';

/** A construct tree as data, so that it can be built twice. */
export interface RandomTree {
  readonly nodes: readonly RandomNode[];
  /** Pairs of indices: the first node depends on the second. */
  readonly dependencies: readonly (readonly [number, number])[];
}

interface RandomNode {
  readonly what: 'chart' | 'construct' | 'object';
  readonly id: string;
  /** Which of the nodes before it is its scope. */
  readonly scope: number;
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  readonly content: unknown;
  /** The fields of an object, in the order that it is given them. */
  readonly fields: readonly string[];
  readonly lazy: boolean;
  readonly patch: boolean;
  /** Whether the content is there twice, and not copied. */
  readonly twice: boolean;
  /** Whether the object renders itself, and puts its spec into the manifest twice. */
  readonly ownRendering: boolean;
}

/** Strings that YAML writers stumble over. */
const AWKWARD = [
  'yes', 'No', 'on', 'y', 'null', '~', '', ' ', '0', '0x1f', '0b1', '017', '1_000', '1e3', '12:30:45', '2024-01-01', '.5', '-', '?', '- a', 'a: b', 'a:', 'a #b', '#', '&a',
  '*a', '!a', '%a', '@a', '`a', '<<', '=', '{', '[', ',', '|', '>', '---', '--- a', '...', 'a\nb', 'a\n', 'a\n\n', '\na', ' a\nb', 'a \nb', '\t', 'a\tb', 'é', '\u0007', '\u2028', '"', '\'',
  'a: b\nc', 'x'.repeat(200), 'line one\nline two\n\n  indented\n', 'istio.io/use-waypoint', '/', '//', '/a', '/a:b', '/a: b', '/a/', '/1', '/a #b', '80', '00', '1_', '*', '*.a.b', '/a/*', 'a*', '* a', '*a:b', 'a\nb\n', 'a\n\n b \n\nc', 'a\n---\nb', 'a\n...\n', 'a\n \n', 'é\nb', 'True', 'NO',
  'http://a.b:80/c', 'key:value', 'a\r\nb', '$schema', '__a', '-1', '+1', '.inf', '.NaN', '🙂',
];

const text = fc.oneof(fc.constantFrom(...AWKWARD), fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[a-z][a-z0-9./-]{0,12}$/));
const key = fc.oneof({ weight: 8, arbitrary: fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9./-]{0,8}$/) }, text).filter((name) => name !== '__proto__' && name !== 'resolve' && name !== '<<');

/** A map that inherits a field, and a list with a gap. */
const odd = fc.constantFrom(() => Object.create({ inherited: 1 }), () => Object.assign([], { 1: 'a' })).map((make): unknown => make());

/** What manifests are made of, and what no manifest should have. */
const content = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, text, fc.boolean(), fc.integer(), fc.double(), fc.constantFrom(null, undefined, 0, -0, 1e21), tie('list'), tie('map'), odd),
  list: fc.array(tie('value'), { maxLength: 3 }),
  map: fc.oneof(fc.dictionary(key, tie('value'), { maxKeys: 4 }), fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }).map(inOrder)),
})).map;

function inOrder(map: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const FIELDS = ['apiVersion', 'kind', 'metadata', 'data', 'spec'];

const node = fc.record({
  what: fc.constantFrom('chart', 'construct', 'object', 'object', 'object'),
  id: fc.oneof(fc.stringMatching(/^[a-z][a-z0-9-]{0,6}$/), fc.nat(12).map(String)),
  scope: fc.nat(1000),
  namespace: fc.option(fc.constantFrom('shop', 'pay'), { nil: undefined }),
  labels: fc.option(fc.dictionary(key, text, { maxKeys: 2 }), { nil: undefined }),
  content,
  fields: fc.oneof({ weight: 3, arbitrary: fc.constant(FIELDS) }, fc.shuffledSubarray(FIELDS, { minLength: FIELDS.length })),
  lazy: fc.boolean(),
  patch: fc.boolean(),
  twice: fc.boolean(),
  ownRendering: fc.boolean(),
});

/** Random trees; few dependencies, since cdk8s takes exponential time over them. */
export const randomTree: fc.Arbitrary<RandomTree> = fc.record({
  nodes: fc.array(node, { minLength: 1, maxLength: 14 }),
  dependencies: fc.array(fc.tuple(fc.nat(13), fc.nat(13)), { maxLength: 3 }),
}) as fc.Arbitrary<RandomTree>;

/** Builds a tree. Where its data do not fit, a node is left out; that depends on nothing but the data. */
export function build(app: App, { nodes, dependencies }: RandomTree): void {
  const built: Construct[] = [];
  for (const { id, scope, ...rest } of nodes) {
    const parent = [app, ...built][scope % (built.length + 1)];
    const fits = !parent.node.tryFindChild(id) && (rest.what !== 'object' || isInChart(parent));
    if (fits) built.push(rest.what === 'object' ? buildObject(parent, id, rest) : buildScope(parent, id, rest));
  }
  const inCharts = built.filter(isInChart);
  for (const [source, target] of inCharts.length > 0 ? dependencies : []) {
    const [a, b] = [inCharts[source % inCharts.length], inCharts[target % inCharts.length]];
    if (a !== b) a.node.addDependency(b);
  }
}

function buildScope(parent: Construct, id: string, { what, namespace, labels }: Pick<RandomNode, 'what' | 'namespace' | 'labels'>): Construct {
  return what === 'chart' ? new Chart(parent, id, { namespace, labels }) : new Construct(parent, id);
}

function buildObject(parent: Construct, id: string, { namespace, labels, content: data, fields, ...how }: Omit<RandomNode, 'what' | 'id' | 'scope'>): ApiObject {
  const produced = how.lazy ? { produced: Lazy.any({ produce: () => data }) } : data;
  const spec = how.twice ? { one: produced, other: [produced] } : produced;
  const Kind = how.ownRendering ? SelfRendered : ApiObject;
  const props: ApiObjectProps = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { namespace, labels }, data, spec };
  const object = new Kind(parent, id, Object.fromEntries(fields.map((field) => [field, props[field]])) as ApiObjectProps);
  if (how.lazy !== how.twice) object.metadata.addAnnotation('a', 'b');
  if (how.lazy && how.twice) object.metadata.addFinalizers('example.com/keep');
  if (how.patch) object.addJsonPatch(JsonPatch.add('/patched', { by: [id, null], data }), JsonPatch.remove('/metadata/annotations'));
  if (how.patch && how.twice) object.addJsonPatch(JsonPatch.add('/spec/added', 'to what the object was given'));
  return object;
}

class SelfRendered extends ApiObject {
  public toJson(): any {
    const manifest = super.toJson();
    return { ...manifest, again: manifest.spec };
  }
}

function isInChart(construct: Construct): boolean {
  return construct.node.scopes.some((scope) => Chart.isChart(scope));
}

/** A resolver of a user. */
export class Shouting implements IResolver {
  public resolve(context: ResolutionContext): void {
    if (typeof context.value === 'string' && context.value === 'yes') context.replaceValue('YES!');
  }
}
