import type { Evidence } from '../mesh/evidence';
import type { Problem } from '../mesh/problem';
import type { AccessTestResult, Difference } from '../traffic/access-test';
import { hasPassed } from '../traffic/access-test';
import { decisiveField } from '../traffic/decisive-field';
import { summaryOf } from '../traffic/summary';

/** What became of access tests, and what could not be read. */
export interface TestReport {
  readonly results: readonly AccessTestResult[];
  readonly problems: readonly Problem[];
}

/** How many cases there are, by what became of them. */
export interface TestSummary {
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  /** Cases that could not be asked, for they name what is not there. */
  readonly unasked: number;
}

/** Counts cases. */
export function testSummary(results: readonly AccessTestResult[]): TestSummary {
  const passed = results.filter(hasPassed).length;
  const unasked = results.filter(({ problem }) => problem !== undefined).length;
  return { tests: results.length, passed, failed: results.length - passed - unasked, unasked };
}

/** Why a case has another outcome than expected: in a sentence, and the field that has most to do with it. */
export interface Reason {
  readonly why: string;
  readonly decisive: Evidence | undefined;
}

/** Undefined for a case that passed, or that could not be asked. */
export function reasonOf(result: AccessTestResult): Reason | undefined {
  const { explanation } = result;
  if (!explanation || hasPassed(result)) return undefined;
  return { why: summaryOf(explanation), decisive: decisiveField(explanation) };
}

/** What is, then what was expected. */
export function differenceText({ what, expected, actual }: Difference): string {
  return `${what} is ${valueText(actual)}, expected ${valueText(expected)}`;
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
