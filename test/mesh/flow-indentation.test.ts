import * as fs from 'node:fs';
import * as path from 'node:path';
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

test('places are those of the text as it is', () => {
  const text = 'apiVersion: v1\nkind: Service\nmetadata: {\n  name: web, # here\n  labels: {\n    app: web\n  }\n}\nspec:\n  ports: [\n    { port: 80 }\n  ]\n';
  const { mesh, problems } = loadFiles([new SourceFile('a.yaml', text)]);
  expect(problems).toEqual([]);
  const [service] = mesh.everything();
  expect(placeIn(service, ['metadata', 'labels', 'app'])).toMatchObject({ line: 6, column: 5 });
  expect(placeIn(service, ['spec', 'ports', 0, 'port'])).toMatchObject({ line: 11, column: 7 });
});
