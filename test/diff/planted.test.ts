import * as fs from 'node:fs';
import * as path from 'node:path';
import { load, loadAll } from 'js-yaml';
import { diffMeshes } from '../../src/diff/mesh-diff';
import { loadValues } from '../../src/mesh/load';
import { diffText } from '../../src/report/diff-text';
import { PLAIN } from '../../src/report/style';
import { expectGolden } from '../golden';

const FOLDER = path.join(__dirname, 'planted');
const BASE = loadAll(fs.readFileSync(path.join(__dirname, 'base.yaml'), 'utf8')) as Value[];
const CASES = fs.readdirSync(FOLDER).filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -'.yaml'.length));

interface Value { kind: string; metadata: { name: string; namespace?: string } }

/** What is done to the base: an object is removed, added, or merged with a patch in which null removes a field. */
type Step = { remove: string } | { add: Value } | { patch: string; with: object };

test('there are at least thirty', () => expect(CASES.length).toBeGreaterThanOrEqual(30));

// The first line of each case says what it does and what is to be expected of it; the answer beside it holds that and nothing else.
test.each(CASES)('%s', (name) => {
  const steps = load(fs.readFileSync(path.join(FOLDER, `${name}.yaml`), 'utf8')) as Step[];
  const [before, after] = [BASE, steps.reduce(apply, BASE)].map((values) => {
    const { mesh, problems } = loadValues(values);
    expect(problems).toEqual([]);
    return mesh;
  });
  expectGolden(path.join(FOLDER, `${name}.txt`), diffText(diffMeshes(before, after), PLAIN));
});

function apply(values: readonly Value[], step: Step): Value[] {
  if ('add' in step) return [...values, step.add];
  const key = 'remove' in step ? step.remove : step.patch;
  const at = values.findIndex((value) => keyOf(value) === key);
  if (at < 0) throw new Error(`no ${key} in the base`);
  const changed = 'remove' in step ? [] : [merge(values[at], step.with) as Value];
  return [...values.slice(0, at), ...changed, ...values.slice(at + 1)];
}

function keyOf({ kind, metadata: { namespace, name } }: Value): string {
  return [kind, ...namespace === undefined ? [] : [namespace], name].join('/');
}

/** @see RFC 7386 */
function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const base = typeof target === 'object' && target !== null && !Array.isArray(target) ? target : {};
  const fields = new Map<string, unknown>(Object.entries(base));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) fields.delete(name);
    else fields.set(name, merge(fields.get(name), value));
  }
  return Object.fromEntries(fields);
}
