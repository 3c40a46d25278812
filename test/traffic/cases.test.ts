import * as fs from 'node:fs';
import * as path from 'node:path';
import { findIstioVersion } from '../../src/istio/versions';
import { loadFiles } from '../../src/mesh/load';
import type { Problem } from '../../src/mesh/problem';
import { SourceFile } from '../../src/mesh/source-file';
import { runAccessTest } from '../../src/traffic/access-test';
import { readAccessTests } from '../../src/traffic/read-access-tests';

const FOLDER = path.join(__dirname, 'cases');

/** Each file is a mesh, after the access tests on it. A comment `# Istio VERSION` says whose behaviour is meant. */
describe.each(fs.readdirSync(FOLDER).filter((file) => file.endsWith('.yaml')))('%s', (name) => {
  const text = fs.readFileSync(path.join(FOLDER, name), 'utf8');
  const at = text.indexOf('\n---\n');
  const problems: Problem[] = [];
  const tests = readAccessTests(new SourceFile(name, text.slice(0, at)), (problem) => problems.push(problem));
  const istioVersion = findIstioVersion(/^# Istio (\S+)$/m.exec(text)?.[1] ?? '1.31');
  const loaded = loadFiles([new SourceFile(name, text.slice(at))], { istioVersion });

  test('is read', () => expect([...problems, ...loaded.problems]).toEqual([]));

  test.each(tests.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const { differences, problem } = runAccessTest(loaded.mesh, one);
    expect({ differences, problem }).toEqual({ differences: [], problem: undefined });
  });
});
