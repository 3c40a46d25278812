import * as path from 'node:path';
import { readValues } from '../../conformance/compare/cluster';
import { compareMesh } from '../../conformance/compare/questions';
import { FOUND, readGoldens, SEEDED } from '../../conformance/record/goldens';

// What Istio's own code said of these meshes; docs/conformance.md says how to record it anew.
describe.each([['vectors', path.resolve(__dirname, '../vectors/random')], ['random meshes', SEEDED], ['meshes that once showed a difference', FOUND]])('%s', (_, folder) => {
  test.each(readGoldens(folder))('$name', ({ yaml, answer }) => {
    expect(compareMesh(readValues(yaml), answer).differences).toEqual([]);
  });
});
