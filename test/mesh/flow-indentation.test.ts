import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { load } from 'js-yaml';
import { parseLoosely } from '../../src/mesh/flow-indentation';
import { loadFiles } from '../../src/mesh/load';
import { placeIn } from '../../src/mesh/manifest';
import { SourceFile } from '../../src/mesh/source-file';
import { KUBERNETES_SCHEMA } from '../../src/mesh/yaml-schema';

/** Texts, and what sigs.k8s.io/yaml v1.6.0 makes of them. */
const TEXTS = JSON.parse(fs.readFileSync(path.join(__dirname, 'flow-indentation.json'), 'utf8')) as [string, unknown][];

test.each(TEXTS)('%j is read as Kubernetes reads it', (text, value) => {
  expect(parseLoosely(text, (loose) => load(loose, { schema: KUBERNETES_SCHEMA }))).toEqual(value);
});

test.each([
  ['a: [ b\n', 'unexpected end of the stream within a flow collection'],
  ['a: "b\n\n  c\nd: [\n', 'unexpected end of the stream within a double quoted scalar'],
])('%j is refused for another reason', (text, reason) => {
  expect(() => parseLoosely(text, (loose) => load(loose, { schema: KUBERNETES_SCHEMA }))).toThrow(reason);
});

test('JSON below a key is the same, however its lines are indented', () => {
  const indents = fc.array(fc.nat(6), { minLength: 1, maxLength: 5 });
  fc.assert(fc.property(fc.jsonValue(), indents, (value, steps) => {
    const json = JSON.stringify({ value }, null, 2).split('\n').map((line, index) => index === 0 ? line : ' '.repeat(steps[index % steps.length]) + line.trimStart());
    const text = `x:\n    a: ${json.join('\n')}\n    b: 1\n`;
    expect(parseLoosely(text, (loose) => load(loose, { schema: KUBERNETES_SCHEMA }))).toEqual({ x: { a: JSON.parse(json.join('\n')), b: 1 } });
  }), { numRuns: 500, seed: 20261122 });
});

describe('what is long is parsed a few times', () => {
  const lines = (line: string) => `${line},\n`.repeat(3000);

  test.each([
    ['a list', `a: [\n${lines('{ b: "c, ]" }')}]\n`],
    ['a map', `a: {\n${Array.from({ length: 3000 }, (_, key) => `"k${key}": {\n"l": [ 1 ]\n},\n`).join('')}}\n`],
    ['blank lines and lines that are indented', `x:\n  a: [\n${lines(' {\n\n   b: c\n\n }')}]\n`],
  ])('%s', (_, text) => {
    let times = 0;
    const value = parseLoosely(text, (loose) => {
      times += 1;
      return load(loose, { schema: KUBERNETES_SCHEMA }) as Record<'a' | 'x', object>;
    });
    expect(Object.keys(value.a ?? Object.values(value.x)[0])).toHaveLength(3000);
    expect(times).toBeLessThan(5);
  });

  test('what takes too many is refused', () => {
    const text = Array.from({ length: 300 }, (_, key) => `k${key}: [\n]\n`).join('');
    expect(() => parseLoosely(text, (loose) => load(loose, { schema: KUBERNETES_SCHEMA }))).toThrow('deficient indentation');
  });
});

test('places are those of the text as it is', () => {
  const text = 'apiVersion: v1\nkind: Service\nmetadata: {\n  name: web, # here\n  labels: {\n    app: web\n  }\n}\nspec:\n  ports: [\n    { port: 80 }\n  ]\n';
  const { mesh, problems } = loadFiles([new SourceFile('a.yaml', text)]);
  expect(problems).toEqual([]);
  const [service] = mesh.everything();
  expect(placeIn(service, ['metadata', 'labels', 'app'])).toMatchObject({ line: 6, column: 5 });
  expect(placeIn(service, ['spec', 'ports', 0, 'port'])).toMatchObject({ line: 11, column: 7 });
});
