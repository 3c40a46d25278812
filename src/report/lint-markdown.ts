import { docsOf, placeOfFinding, placeText } from './finding-place';
import { summaryText } from './lint-summary';
import { cell, code } from './markdown';
import type { Finding } from '../lint/finding';
import type { LintReport } from '../lint/report';
import { refText } from '../mesh/object-ref';
import { fieldText } from '../mesh/positions';

/** Findings as a table, for the comment on a pull request. */
export function lintMarkdown(report: LintReport): string {
  const problems = report.problems.map(({ message, place }) => `- could not read ${place ? code(placeText(place)) : 'an object'}: ${cell(message)}`);
  const table = ['| | object | mistake | rule |', '|---|---|---|---|', ...report.findings.map(row)];
  return [
    `**waypoint lint**: ${summaryText(report)}`,
    ...problems.length > 0 ? ['', ...problems] : [],
    ...report.findings.length > 0 ? ['', ...table] : [],
    '',
  ].join('\n');
}

function row(finding: Finding): string {
  const { severity, subject, path, message, rule } = finding;
  const place = placeOfFinding(finding);
  const object = [cell(refText(subject)), ...path.length > 0 ? [code(fieldText(path))] : [], ...place ? [code(placeText(place))] : []].join('<br>');
  return `| ${severity} | ${object} | ${cell(message)} | [${rule.id}](${docsOf(rule)}) |`;
}
