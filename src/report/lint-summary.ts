import type { LintReport } from '../lint/report';
import { Severity } from '../rules/rule';

/** How much was found. */
export interface LintSummary {
  readonly objects: number;
  readonly errors: number;
  readonly warnings: number;
  readonly info: number;
  readonly unreadable: number;
}

/** Counts findings. */
export function summaryOf({ findings, objects, problems }: LintReport): LintSummary {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return {
    objects,
    errors: count(Severity.ERROR),
    warnings: count(Severity.WARNING),
    info: count(Severity.INFO),
    unreadable: problems.length,
  };
}

/** The counts in words: `2 errors, 1 warning in 120 objects`. */
export function summaryText(report: LintReport): string {
  const { errors, warnings, info, objects, unreadable } = summaryOf(report);
  const found = [
    ...errors ? [plural(errors, 'error')] : [],
    ...warnings ? [plural(warnings, 'warning')] : [],
    ...info ? [`${info} info`] : [],
  ];
  const more = [
    ...report.suppressed.length ? [`${report.suppressed.length} suppressed`] : [],
    ...unreadable ? [`${unreadable} unreadable`] : [],
  ];
  return [`${found.join(', ') || 'no mistakes'} in ${plural(objects, 'object')}`, ...more].join(', ');
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
