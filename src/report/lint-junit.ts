import { placeOfFinding, placeText } from './finding-place';
import { xmlText } from './xml';
import type { Finding } from '../lint/finding';
import type { LintReport } from '../lint/report';
import { refText } from '../mesh/object-ref';
import { fieldText } from '../mesh/positions';

/** Findings as JUnit XML: a test case for each, and one that passes if there are none. */
export function lintJunit({ findings, problems }: LintReport): string {
  const cases = [
    ...problems.map(({ message, place }) =>
      `    <testcase classname="reading" name=${xmlText(place ? placeText(place) : 'input')}>\n      <error message=${xmlText(message)}/>\n    </testcase>`),
    ...findings.map(testCase),
  ];
  const passed = cases.length === 0 ? ['    <testcase classname="waypoint lint" name="no mistakes"/>'] : [];
  const counts = `tests="${cases.length + passed.length}" failures="${findings.length}" errors="${problems.length}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="waypoint lint" ${counts}>`,
    `  <testsuite name="waypoint lint" ${counts}>`,
    ...cases, ...passed,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(finding: Finding): string {
  const { rule, severity, subject, path, message } = finding;
  const place = placeOfFinding(finding);
  const name = `${refText(subject)} ${fieldText(path)}`.trim();
  const where = place ? `${placeText(place)}: ` : '';
  return [
    `    <testcase classname=${xmlText(rule.id)} name=${xmlText(name)}${place ? ` file=${xmlText(place.file)} line="${place.line}"` : ''}>`,
    `      <failure type=${xmlText(severity)} message=${xmlText(`${where}${message}`)}/>`,
    '    </testcase>',
  ].join('\n');
}
