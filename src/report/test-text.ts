import { atPlace, evidenceLine } from './at-place';
import type { Style } from './style';
import { printable } from './style';
import type { TestReport } from './test-results';
import { differenceText, reasonOf, testSummary } from './test-results';
import type { AccessTestResult } from '../traffic/access-test';
import { hasPassed } from '../traffic/access-test';

/**
 * What became of access tests, for people: a line for each, and below one that failed what is, what was expected, and what decided.
 * @param onlyFailures leaves out those that passed
 */
export function testText({ results }: TestReport, style: Style, onlyFailures: boolean): string {
  const shown = onlyFailures ? results.filter((result) => !hasPassed(result)) : results;
  const files = [...new Set(shown.map(fileOf))];
  const sections = files.map((file) => {
    const ofFile = shown.filter((result) => fileOf(result) === file);
    return [style.title(printable(file)), ...ofFile.flatMap((result) => lines(result, style))];
  });
  return [...sections.map((section) => `${section.join('\n')}\n`), `${summaryText(results, style)}\n`].join('\n');
}

function fileOf({ test: { file } }: AccessTestResult): string {
  return file ?? '';
}

function lines(result: AccessTestResult, style: Style): string[] {
  const { test: { name } } = result;
  if (hasPassed(result)) return [`  ${style.good('ok')}      ${printable(name)}`];
  const [title, ...rest] = failureLines(result, style);
  return [`  ${style.bad('FAILED')}  ${title}`, ...rest];
}

/** Why a case did not pass: its name and place, what is, what was expected, and what decided. */
export function failureLines(result: AccessTestResult, style: Style): string[] {
  const { test: { name, place }, differences, problem } = result;
  const reason = reasonOf(result);
  return [
    `${printable(name)}${atPlace(place, style)}`,
    ...problem === undefined ? [] : [printable(`    ${problem}`)],
    ...differences.map((difference) => style.bad(printable(`    ${differenceText(difference)}`))),
    ...reason ? [printable(`    ${reason.why}`)] : [],
    ...reason?.decisive ? [evidenceLine(reason.decisive, style)] : [],
  ];
}

function summaryText(results: TestReport['results'], style: Style): string {
  const { passed, failed, unasked } = testSummary(results);
  return [
    style.good(`${passed} passed`),
    ...failed > 0 ? [style.bad(`${failed} failed`)] : [],
    ...unasked > 0 ? [style.bad(`${unasked} could not be asked`)] : [],
  ].join(', ');
}
