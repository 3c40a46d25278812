import * as fs from 'node:fs';
import * as path from 'node:path';
import { loadFiles, loadPaths, loadValues } from '../../src/mesh/load';
import { placeIn } from '../../src/mesh/manifest';
import { refText } from '../../src/mesh/object-ref';
import type { Place } from '../../src/mesh/source-file';
import { SourceFile } from '../../src/mesh/source-file';
import { expectGolden } from '../golden';

const FOLDER = path.join(__dirname, 'files');

/** What is read of each folder, and what is said of the rest. */
test.each(['broken', 'foreign', 'lists'])('files/%s', (name) => {
  const folder = path.join(FOLDER, name);
  const { mesh, problems, foreign } = loadPaths([folder]);
  const at = (place: Place | null) => place && `${path.relative(folder, place.file)}:${place.line}:${place.column}`;
  expectGolden(path.join(FOLDER, `${name}.out`), [
    ...mesh.everything().map((manifest) => `${refText(manifest)} at ${at(placeIn(manifest))}`),
    '',
    ...problems.map(({ cause, message, place }) => `${at(place)}: ${message.replaceAll(`${folder}/`, '')} [${cause}]`),
    ...foreign.map(({ file, what }) => `${path.relative(folder, file)} is ${what}`),
    '',
  ].join('\n'));
});

function loadText(...texts: string[]) {
  return loadFiles(texts.map((text, index) => new SourceFile(`${index}.yaml`, text)));
}

test('a Service without namespace lives in default, and a Namespace that names one lives in none', () => {
  const { mesh } = loadText('apiVersion: v1\nkind: Service\nmetadata: { name: a }\n---\napiVersion: v1\nkind: Namespace\nmetadata: { name: b, namespace: c }');
  expect(mesh.everything().map(refText)).toEqual(['Service default/a', 'Namespace b']);
});

test('a value of null in a map of strings is the empty string', () => {
  const { mesh } = loadText('apiVersion: v1\nkind: Service\nmetadata: { name: a, labels: { x: } }');
  expect(mesh.everything()[0].labels).toEqual({ x: '' });
});

test('defaults of the CRDs are filled in', () => {
  const gateway = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'a' }, spec: { listeners: [{ name: 'b' }] } };
  const [manifest] = loadValues([gateway]).mesh.everything();
  expect(manifest.body).toMatchObject({ spec: { listeners: [{ name: 'b', allowedRoutes: { namespaces: { from: 'Same' } } }] } });
  expect(gateway.spec.listeners).toEqual([{ name: 'b' }]);
});

test('of two objects with one name the last counts, and both places are named', () => {
  const service = (port: number) => `apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { ports: [{ port: ${port} }] }\n`;
  const { mesh, problems } = loadText(service(1), service(2));
  expect(mesh.everything()).toHaveLength(1);
  expect(mesh.everything()[0].body).toMatchObject({ spec: { ports: [{ port: 2 }] } });
  expect(problems).toEqual([{
    cause: 'duplicate-object',
    message: 'Service default/a is defined twice, first at 0.yaml:1:1: the last one counts',
    place: { file: '1.yaml', line: 1, column: 1 },
  }]);
});

test('one faulty document among many does not cost the others', () => {
  const documents = Array.from({ length: 200 }, (_, index) => index === 77 ? 'a: [' : `apiVersion: v1\nkind: Service\nmetadata: { name: s${index} }`);
  const { mesh, problems } = loadText(documents.join('\n---\n'));
  expect(mesh.everything()).toHaveLength(199);
  expect(problems).toMatchObject([{ cause: 'syntax', place: { line: 310 } }]);
});

test('a document that ends with three dots keeps its place', () => {
  const { mesh } = loadText('apiVersion: v1\nkind: Service\nmetadata: { name: a }\n...\n---\napiVersion: v1\nkind: Service\nmetadata: { name: b }\n');
  expect(mesh.everything().map((manifest) => [manifest.name, placeIn(manifest, ['metadata', 'name'])?.line])).toEqual([['a', 3], ['b', 8]]);
});

test('directives belong to the document behind them', () => {
  const { mesh, problems } = loadText('# first\n%YAML 1.1\n---\napiVersion: v1\nkind: Service\nmetadata: { name: a }\n---\napiVersion: v1\nkind: Service\nmetadata: { name: b }\n');
  expect(problems).toEqual([]);
  expect(mesh.everything().map((manifest) => [manifest.name, placeIn(manifest, ['kind'])?.line])).toEqual([['a', 5], ['b', 9]]);
});

test('lines may end as on Windows', () => {
  const { mesh, problems } = loadText('apiVersion: v1\r\nkind: Service\r\nmetadata:\r\n  name: a\r\n---\r\n# nothing\r\n---\r\napiVersion: v1\r\nkind: Service\r\nmetadata:\r\n  name: b\r\n');
  expect(problems).toEqual([]);
  expect(mesh.everything().map((manifest) => [manifest.name, placeIn(manifest, ['metadata', 'name'])?.line])).toEqual([['a', 4], ['b', 11]]);
});

test('an empty file holds nothing', () => {
  expect(loadText('', '---\n', '# only a comment\n', '{}').problems).toMatchObject([{ cause: 'no-kind', place: { file: '3.yaml' } }]);
});

test('what the user names is read, whatever its ending', () => {
  const file = path.join(FOLDER, 'service.txt');
  fs.writeFileSync(file, 'apiVersion: v1\nkind: Service\nmetadata: { name: a }\n');
  try {
    expect(loadPaths([file]).mesh.everything()).toHaveLength(1);
  } finally {
    fs.rmSync(file);
  }
});
