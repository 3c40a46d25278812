import * as fs from 'node:fs';
import * as path from 'node:path';
import { bind } from '../../src/binding/bind';
import { loadPaths } from '../../src/mesh/load';
import { placeIn } from '../../src/mesh/manifest';
import { subjectsOf } from '../../src/registry/subject';

const SHARED = path.resolve(__dirname, '../../../shared');
const FOLDERS = ['corpus', 'samples/bookinfo'].map((folder) => path.join(SHARED, folder)).filter((folder) => fs.existsSync(folder));
const FILES = FOLDERS.flatMap((folder) => fs.readdirSync(folder).filter((file) => file.endsWith('.yaml')).map((file) => path.join(folder, file)));

/** Files that can't be read in whole, and why. */
const UNREADABLE: Readonly<Record<string, string[]>> = {
  '075-sail-operator-istio-ambient-waypoint.yaml': ['2:1 a mapping of kind "Gateway" with no "apiVersion": not a Kubernetes object'],
};

(FILES.length > 0 ? describe : describe.skip)('manifests of real users', () => {
  test.each(FILES.map((file) => [path.basename(file), file]))('%s', (name, file) => {
    const { mesh, problems } = loadPaths([file]);
    expect(problems.map(({ message, place }) => `${place!.line}:${place!.column} ${message}`)).toEqual(UNREADABLE[name] ?? []);
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    for (const manifest of mesh.everything()) {
      const place = placeIn(manifest, ['metadata', 'name']);
      expect(lines[place!.line - 1].slice(place!.column - 1)).toMatch(/^"?name"?\s*:/);
    }
    expect(() => subjectsOf(mesh).map((subject) => bind(mesh, subject))).not.toThrow();
  });
});
