import * as path from 'node:path';
import { readValues } from '../../conformance/compare/cluster';
import { compareMesh } from '../../conformance/compare/questions';
import { FOUND, readGoldens, SEEDED } from '../../conformance/record/goldens';

const VECTORS = path.resolve(__dirname, '../vectors/random');

// What Istio's own code said of these meshes; docs/conformance.md says how to record it anew.
describe.each([
  ['random meshes', SEEDED],
  ['random meshes of the first judge', VECTORS],
  ['meshes that once showed a difference', FOUND],
])('%s', (_, folder) => {
  test.each(readGoldens(folder))('$name', ({ yaml, answer }) => {
    expect(compareMesh(readValues(yaml), answer).differences).toEqual([]);
  });
});
