import { docsOf, placeOfFinding } from './finding-place';
import { evidenceJson, jsonText } from './json';
import { summaryOf } from './lint-summary';
import type { Finding } from '../lint/finding';
import type { LintReport } from '../lint/report';
import { refOf } from '../mesh/object-ref';
import { fieldText } from '../mesh/positions';

/** Findings as JSON. */
export function lintJson(report: LintReport): string {
  return jsonText({
    findings: report.findings.map(findingJson),
    suppressed: report.suppressed.length,
    summary: summaryOf(report),
  }, report.problems);
}

function findingJson(finding: Finding) {
  const { rule, severity, subject, path, message, related = [], edit } = finding;
  return {
    rule: rule.id,
    severity,
    subject: refOf(subject),
    path: fieldText(path),
    place: placeOfFinding(finding),
    message,
    why: rule.why,
    fix: rule.fix,
    docs: docsOf(rule),
    fixable: edit !== undefined,
    related: related.map(evidenceJson),
  };
}
