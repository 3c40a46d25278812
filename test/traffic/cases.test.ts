import * as path from 'node:path';
import { caseFiles } from './case-files';
import { runAccessTest } from '../../src/traffic/access-test';

/** Each file is a mesh, after the access tests on it. */
describe.each(caseFiles(path.join(__dirname, 'cases')).map((file) => [file.name, file] as const))('%s', (_, file) => {
  const { tests, problems } = file.accessTests();
  const loaded = file.load();

  test('is read', () => expect([...problems, ...loaded.problems]).toEqual([]));

  test.each(tests.map((one) => [one.name, one] as const))('%s', (__, one) => {
    const { differences, problem } = runAccessTest(loaded.mesh, one);
    expect({ differences, problem }).toEqual({ differences: [], problem: undefined });
  });
});
