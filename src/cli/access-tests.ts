import type { CommonOptions } from './common-options';
import { ExitCode } from './exit-codes';
import { fail } from './fail';
import { readMesh, styleFor } from './read-mesh';
import type { Streams } from './streams';
import type { Problem } from '../mesh/problem';
import { problemsText } from '../report/problems-text';
import { testJson } from '../report/test-json';
import { testJunit } from '../report/test-junit';
import type { TestReport } from '../report/test-results';
import { testText } from '../report/test-text';
import { hasPassed, runAccessTest } from '../traffic/access-test';
import { readAccessTests } from '../traffic/read-access-tests';

/** What the answer is written as, the default first. */
export const TEST_OUTPUTS = ['text', 'json', 'junit'];

/** `waypoint test`: runs the access tests that are among the files against the objects in the others. */
export function runTest(paths: readonly string[], options: CommonOptions, streams: Streams): ExitCode {
  const { stdout, stderr } = streams;
  const { mesh, tests: files, problems } = readMesh(paths, options, streams);
  if (files.length === 0) return fail('no access tests, expected a YAML file with the key "tests" at its top among the paths', streams);
  const faults: Problem[] = [];
  const tests = files.flatMap((file) => readAccessTests(file, (fault) => faults.push(fault)));
  stderr.write(problemsText(faults, styleFor(stderr, options, streams)));
  const results = tests.map((test) => runAccessTest(mesh, test));
  stdout.write(written({ results, problems: [...problems, ...faults] }, options, streams));
  if (problems.length + faults.length > 0 || results.some(({ problem }) => problem !== undefined)) return ExitCode.FAILED;
  return results.every(hasPassed) ? ExitCode.DONE : ExitCode.BAD_NEWS;
}

function written(report: TestReport, options: CommonOptions, streams: Streams): string {
  switch (options.output) {
    case 'json': return testJson(report);
    case 'junit': return testJunit(report);
    default: return testText(report, styleFor(streams.stdout, options, streams), options.quiet ?? false);
  }
}
