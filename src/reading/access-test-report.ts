import type { Problem } from '../mesh/problem';
import { problemPrefix } from '../mesh/problem';
import { PLAIN } from '../report/style';
import { failureLines, testText } from '../report/test-text';
import type { AccessTestResult } from '../traffic/access-test';
import { hasPassed } from '../traffic/access-test';

/** What became of access tests. */
export interface AccessTestReport {
  /** Whether every case has the outcome that it expects, and all could be read. */
  readonly hasPassed: boolean;
  /** The names of the cases that have. */
  readonly passed: string[];
  /** A paragraph for each case that has not, or that could not be read or asked: what is, what was expected, what decided, where. */
  readonly failures: string[];
  /** All of it for people, as `waypoint test` prints it. */
  readonly text: string;
}

/** Results of the engine as users of the library see them. */
export function accessTestReport(results: readonly AccessTestResult[], problems: readonly Problem[]): AccessTestReport {
  const failed = results.filter((result) => !hasPassed(result));
  const failures = [
    ...problems.map((problem) => `${problemPrefix(problem)}${problem.message}`),
    ...failed.map((result) => failureLines(result, PLAIN).join('\n')),
  ];
  return {
    hasPassed: failures.length === 0,
    passed: results.filter(hasPassed).map(({ test: { name } }) => name),
    failures,
    text: testText({ results, problems }, PLAIN, false),
  };
}
