import { evidenceJson, jsonText } from './json';
import type { TestReport } from './test-results';
import { reasonOf, testSummary } from './test-results';
import type { AccessTestResult } from '../traffic/access-test';
import { hasPassed } from '../traffic/access-test';

/** What became of access tests, as the JSON that docs/requests.md describes. */
export function testJson({ results, problems }: TestReport): string {
  return jsonText({ tests: results.map(resultJson), summary: testSummary(results) }, problems);
}

function resultJson(result: AccessTestResult) {
  const { test: { name, place }, differences, problem, verdict } = result;
  const reason = reasonOf(result);
  return {
    name,
    place,
    passed: hasPassed(result),
    verdict: verdict ?? null,
    differences: differences.map(({ what, expected, actual }) => ({ what, expected: expected ?? null, actual: actual ?? null })),
    problem: problem ?? null,
    why: reason?.why ?? null,
    decisive: reason?.decisive ? evidenceJson(reason.decisive) : null,
  };
}
