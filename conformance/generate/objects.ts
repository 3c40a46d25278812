import { constructOutput } from './construct-output';
import type { Manifest } from './manifest';
import { randomMesh } from './mesh';
import { Random } from './random';

/** An object that a cluster may refuse. */
export interface RandomObject {
  readonly object: Manifest;
  /** What was done to it, for people; empty: nothing. */
  readonly mutation: string;
}

type Container = Record<string | number, unknown>;

/** Makes the object of a seed: one of a random mesh or of the constructs' output, mostly with one field changed. */
export function randomObject(seed: number): RandomObject {
  const random = new Random(seed);
  const objects = random.chance(0.3) ? constructOutput() : randomMesh(random.int(1_000_000)).objects;
  const { status: _, ...object } = structuredClone(random.pick(objects)) as Manifest;
  const places = placesIn(object, []).filter(({ path }) => !KEPT.has(path.join('.')));
  const mutation = random.chance(0.2) || places.length === 0 ? '' : mutate(random, random.pick(places));
  return { object: object as Manifest, mutation };
}

/** What names the object: then there is something to ask about. */
const KEPT = new Set(['apiVersion', 'kind', 'metadata', 'metadata.name']);

interface Place {
  readonly path: readonly (string | number)[];
  readonly parent: Container;
  readonly key: string | number;
}

function placesIn(value: unknown, path: readonly (string | number)[]): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return keys.flatMap((key) => {
    const inner = [...path, key];
    return [{ path: inner, parent: value as Container, key }, ...placesIn((value as Container)[key], inner)];
  });
}

const TEXTS = ['', 'x', 'X Y', '*', '-1', 'a/b', 'HBONE', 'http://a.example', '10.0.0.0/33', '10s', '1h5', 'a'.repeat(70), '{a}', 'ns1', 'istio.io/x'];
const NUMBERS = [0, -1, 1, 65536, 1.5, 101, 1_000_001];

/** Values that take the place of a field's, with words for it. */
const REPLACEMENTS: readonly [string, (random: Random, value: unknown) => unknown][] = [
  ['is another text', (random) => random.pick(TEXTS)],
  ['is another text', (random) => random.pick(TEXTS)],
  ['is a number', (random) => random.pick(NUMBERS)],
  ['is null', () => null],
  ['is a boolean', (random) => random.chance(0.5)],
  ['is an object', () => ({ a: 'b' })],
  ['is a list', (_, value) => [value]],
  ['is empty', (_, value) => Array.isArray(value) ? [] : {}],
];

/** Ways to change what is around a field. */
const CHANGES: readonly ((random: Random, place: Place) => string)[] = [remove, remove, rename, repeat, add];

function mutate(random: Random, place: Place): string {
  if (random.chance(0.4)) return `${place.path.join('.')} ${random.pick(CHANGES)(random, place)}`;
  const [words, replace] = random.pick(REPLACEMENTS);
  place.parent[place.key] = replace(random, place.parent[place.key]);
  return `${place.path.join('.')} ${words}`;
}

function remove(_: Random, { parent, key }: Place): string {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
  return 'is missing';
}

function rename(random: Random, place: Place): string {
  const { parent, key } = place;
  if (Array.isArray(parent)) return remove(random, place);
  parent[`${key}s`] = parent[key];
  delete parent[key];
  return 'is misspelt';
}

function repeat(random: Random, place: Place): string {
  const { parent, key } = place;
  if (!Array.isArray(parent)) return add(random, place);
  for (let count = random.pick([1, 1, 20]); count > 0; count--) parent.push(structuredClone(parent[Number(key)]));
  return 'stands there again';
}

function add(_: Random, { parent }: Place): string {
  if (Array.isArray(parent)) parent.push('added');
  else parent.added = 'x';
  return 'has a neighbour';
}
