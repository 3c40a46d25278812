import fc from 'fast-check';
import type { ChangedMesh } from './changed-mesh';
import { changedMesh } from './changed-mesh';
import type { Manifest } from '../../conformance/generate/manifest';
import { changedObjects } from '../../src/diff/changed-objects';
import type { MeshDiff } from '../../src/diff/mesh-diff';
import { diffMeshes, diffWithin } from '../../src/diff/mesh-diff';
import { EVERYTHING } from '../../src/diff/scope';
import { loadValues } from '../../src/mesh/load';
import type { MeshObjects } from '../../src/mesh/mesh-objects';
import { diffJson } from '../../src/report/diff-json';

const RUNS = { seed: 6, numRuns: 30 };
const SEEDS = fc.integer({ min: 1, max: 100_000 });
const NOTHING = { access: [], bindings: [], routes: [], policies: [] };

type Json = Record<string, unknown>;
interface Answer { access: Json[]; bindings: Json[]; routes: Json[]; policies: Json[] }

function meshOf(objects: readonly Manifest[]): MeshObjects {
  return loadValues(objects).mesh;
}

function answerOf(diff: MeshDiff): Answer {
  const { access, bindings, routes, policies } = JSON.parse(diffJson(diff, [])) as Answer;
  return { access, bindings, routes, policies };
}

function diffOf({ before, after }: ChangedMesh): Answer {
  return answerOf(diffMeshes(meshOf(before), meshOf(after)));
}

test('a mesh does not differ from itself, in whatever order its objects are', () => {
  fc.assert(fc.property(SEEDS, fc.infiniteStream(fc.nat()), (seed, numbers) => {
    const { before } = changedMesh(seed);
    const shuffled = before.map((object) => ({ object, at: numbers.next().value as number })).sort((a, b) => a.at - b.at).map(({ object }) => object);
    expect(diffOf({ before, after: shuffled })).toEqual(NOTHING);
  }), RUNS);
});

test('the order of objects does not matter', () => {
  fc.assert(fc.property(SEEDS, (seed) => {
    const { before, after } = changedMesh(seed);
    expect(diffOf({ before: [...before].reverse(), after: [...after].reverse() })).toEqual(diffOf({ before, after }));
  }), RUNS);
});

test('what is gained one way is lost the other way, and so for all else', () => {
  fc.assert(fc.property(SEEDS, (seed) => {
    const { before, after } = changedMesh(seed);
    expect(sorted(mirrored(diffOf({ before: after, after: before })))).toEqual(sorted(diffOf({ before, after })));
  }), RUNS);
});

test('asking only what the changes can have an effect on gives the same as asking everything', () => {
  let differing = 0;
  fc.assert(fc.property(SEEDS, (seed) => {
    const { before, after } = changedMesh(seed);
    const meshes = [meshOf(before), meshOf(after)] as const;
    const answer = answerOf(diffMeshes(...meshes));
    expect(answerOf(diffWithin(...meshes, changedObjects(...meshes), EVERYTHING))).toEqual(answer);
    if (answer.access.length > 0) differing++;
  }), RUNS);
  expect(differing).toBeGreaterThan(RUNS.numRuns / 4);
});

const MIRRORED: Record<string, string> = { gained: 'lost', lost: 'gained', guarded: 'unguarded', unguarded: 'guarded', added: 'removed', removed: 'added' };

function mirrored(answer: Answer): Answer {
  const swap = (entry: Json): Json => ({ ...entry, before: entry.after, after: entry.before });
  const flip = (word: unknown) => MIRRORED[word as string] ?? word;
  const fields = (entry: Json) => (entry.fields as Json[]).map(swap);
  return {
    access: answer.access.map((entry) => ({
      ...swap(entry), kind: flip(entry.kind), policiesLost: entry.policiesGained, policiesGained: entry.policiesLost,
    })),
    bindings: answer.bindings.map((entry) => ({ ...swap(entry), change: flip(entry.change) })),
    routes: answer.routes.map((entry) => ({ ...swap(entry), change: flip(entry.change), fields: fields(entry) })),
    policies: answer.policies.map((entry) => ({ ...swap(entry), change: flip(entry.change), fields: fields(entry) })),
  };
}

/** Gained and lost, which stand beside each other, have an order of their own. */
function sorted(answer: Answer): Answer {
  const byText = (entries: Json[]) => [...entries].sort((a, b) => textOf(a) < textOf(b) ? -1 : 1);
  return { ...answer, access: byText(answer.access) };
}

function textOf(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => typeof inner === 'object' && inner !== null && !Array.isArray(inner)
    ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a < b ? -1 : 1))
    : inner);
}
