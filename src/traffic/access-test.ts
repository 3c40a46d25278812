import type { Explanation } from './explain';
import { explain } from './explain';
import type { Outcome } from './outcome';
import { outcomeOf } from './outcome';
import { questionOf } from './question';
import type { RequestForm } from './request-form';
import type { Verdict } from './verdict';
import { isMapping } from '../mesh/fields';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { Place } from '../mesh/source-file';

/** One case: a request, and what is to become of it. */
export interface AccessTest {
  readonly name: string;
  readonly form: RequestForm;
  /** What is not named may be anything. */
  readonly expect: Expectation;
  /** The file that it is in; null for a case that is not in a file. */
  readonly file: string | null;
  /** Costs a parse of the file. */
  readonly place: Place | null;
}

/** What is expected of a request. */
export type Expectation = Partial<Outcome>;

/** What became of a case. */
export interface AccessTestResult {
  readonly test: AccessTest;
  /** Where it differs from what is expected: empty if it does not. */
  readonly differences: readonly Difference[];
  /** Absent if it names what is not there. */
  readonly verdict?: Verdict;
  /** Of a case with differences only: those that passed may be many. */
  readonly explanation?: Explanation;
  /** Why it could not be asked. */
  readonly problem?: string;
}

/** One expectation that does not hold. */
export interface Difference {
  readonly what: keyof Expectation;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Runs a case. */
export function runAccessTest(mesh: MeshObjects, test: AccessTest): AccessTestResult {
  const question = questionOf(mesh, test.form, true);
  if (!question.value) return { test, differences: [], problem: question.problem };
  const explanation = explain(mesh, question.value);
  const outcome = outcomeOf(explanation);
  const differences = (Object.keys(test.expect) as (keyof Expectation)[])
    .flatMap((what) => differenceIn(what, test.expect[what], outcome[what]));
  const { verdict } = explanation;
  return { test, differences, verdict, ...(differences.length > 0 && { explanation }) };
}

/** Whether a case has the outcome that it expects. */
export function hasPassed({ differences, problem }: AccessTestResult): boolean {
  return differences.length === 0 && problem === undefined;
}

function differenceIn(what: keyof Expectation, expected: unknown, actual: unknown): Difference[] {
  if (expected === actual) return [];
  const seen = PARTIAL.includes(what) ? partOf(actual, expected) : actual;
  return isEqual(expected, seen) ? [] : [{ what, expected, actual: seen }];
}

/** Of these only what is expected is looked at. */
const PARTIAL: readonly (keyof Expectation)[] = ['sees', 'responseHeaders'];

/** What a value has of the keys that another has; null for one that it has not. */
function partOf(value: unknown, wanted: unknown): unknown {
  if (!isMapping(value) || !isMapping(wanted)) return value;
  return Object.fromEntries(Object.entries(wanted).map(([key, below]) => [key, partOf(value[key], below) ?? null]));
}

function isEqual(expected: unknown, actual: unknown): boolean {
  return JSON.stringify(sorted(expected)) === JSON.stringify(sorted(actual));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([key, below]) => [key, sorted(below)]);
}
