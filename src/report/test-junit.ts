import { placeText } from './finding-place';
import type { TestReport } from './test-results';
import { differenceText, reasonOf, testSummary } from './test-results';
import { xmlText } from './xml';
import { placeOfEvidence } from '../mesh/evidence';
import { refText } from '../mesh/object-ref';
import { fieldText } from '../mesh/positions';
import type { AccessTestResult } from '../traffic/access-test';

/** What became of access tests, as JUnit XML: a suite for each file. What could not be read is a suite of errors. */
export function testJunit({ results, problems }: TestReport): string {
  const files = [...new Set(results.map(({ test: { file } }) => file ?? ''))];
  const suites = files.map((file) => suite(file, results.filter(({ test }) => (test.file ?? '') === file)));
  const unread = problems.map(({ message, place }) =>
    `    <testcase classname="reading" name=${xmlText(place ? placeText(place) : 'input')}>\n      <error message=${xmlText(message)}/>\n    </testcase>`);
  const { tests, failed, unasked } = testSummary(results);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="waypoint test" ${counts(tests + problems.length, failed, unasked + problems.length)}>`,
    ...suites,
    ...unread.length > 0 ? [`  <testsuite name="reading" ${counts(unread.length, 0, unread.length)}>`, ...unread, '  </testsuite>'] : [],
    '</testsuites>',
    '',
  ].join('\n');
}

function counts(tests: number, failures: number, errors: number): string {
  return `tests="${tests}" failures="${failures}" errors="${errors}"`;
}

function suite(file: string, results: readonly AccessTestResult[]): string {
  const { tests, failed, unasked } = testSummary(results);
  return [`  <testsuite name=${xmlText(file)} ${counts(tests, failed, unasked)}>`, ...results.map(testCase), '  </testsuite>'].join('\n');
}

function testCase(result: AccessTestResult): string {
  const { test: { name, place }, differences, problem } = result;
  const begin = `    <testcase classname=${xmlText(place?.file ?? '')} name=${xmlText(name)}${place ? ` file=${xmlText(place.file)} line="${place.line}"` : ''}`;
  if (problem !== undefined) return `${begin}>\n      <error message=${xmlText(problem)}/>\n    </testcase>`;
  if (differences.length === 0) return `${begin}/>`;
  const message = differences.map(differenceText).join('; ');
  return `${begin}>\n      <failure message=${xmlText(message)}>${detailText(result)}</failure>\n    </testcase>`;
}

/** As the content of an element: attributes are escaped for more than it needs. */
function detailText(result: AccessTestResult): string {
  const { why, decisive } = reasonOf(result)!;
  const place = decisive && placeOfEvidence(decisive);
  const field = decisive ? `\n${fieldText(decisive.path)} of ${refText(decisive.manifest)}${place ? ` ${placeText(place)}` : ''}` : '';
  return xmlText(`${why}${field}`).slice(1, -1);
}
