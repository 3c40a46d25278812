import { placeOfFinding, placeText } from './finding-place';
import { summaryText } from './lint-summary';
import type { Paint, Style } from './style';
import { printable } from './style';
import type { Finding } from '../lint/finding';
import type { LintReport } from '../lint/report';
import { placeIn } from '../mesh/manifest';
import { compareText, refText } from '../mesh/object-ref';
import { fieldText } from '../mesh/positions';
import type { Place } from '../mesh/source-file';
import { Severity } from '../rules/rule';

interface PlacedFinding {
  readonly finding: Finding;
  readonly place: Place | null;
}

/** Findings for people: by file, in the order of its lines, each with its line and a mark below it. */
export function lintText(report: LintReport, style: Style): string {
  const files = new Map<string, PlacedFinding[]>();
  for (const finding of report.findings) {
    const place = placeOfFinding(finding);
    const file = place?.file ?? '';
    files.set(file, [...files.get(file) ?? [], { finding, place }]);
  }
  const sections = [...files].sort(([a], [b]) => compareText(a, b)).map(([file, findings]) => fileSection(file, findings, style));
  return [...sections, `${summaryText(report)}\n`].join('\n');
}

function fileSection(file: string, findings: readonly PlacedFinding[], style: Style): string {
  const inOrder = [...findings].sort((a, b) => a.place && b.place ? a.place.line - b.place.line || a.place.column - b.place.column : 0);
  const blocks = inOrder.map((placed) => findingLines(placed, style).join('\n'));
  return [style.title(printable(file || 'objects built in memory')), ...blocks].join('\n') + '\n';
}

function findingLines({ finding, place }: PlacedFinding, style: Style): string[] {
  const { rule, severity, subject, path, message, related = [] } = finding;
  // What the API server says begins with the field.
  const field = message.startsWith(`${fieldText(path)}: `) ? '' : fieldText(path);
  const where = place ? `${place.line}:${place.column} ` : '';
  return [
    `  ${where}${paintOf(severity, style)(severity)} ${printable(`${refText(subject)} ${field}`.trim())}: ${printable(message)} ${style.faint(`[${rule.id}]`)}`,
    ...excerpt(finding, place, style),
    ...related.flatMap(({ manifest, path: at }) => {
      const other = placeIn(manifest, at);
      return `      ${style.faint(printable(`see ${`${refText(manifest)} ${fieldText(at)}`.trim()}${other ? ` at ${placeText(other)}` : ''}`))}`;
    }),
    `      why: ${rule.why}`,
    `      fix: ${rule.fix}`,
  ];
}

function paintOf(severity: Severity, style: Style): Paint {
  return severity === Severity.ERROR ? style.bad : severity === Severity.WARNING ? style.title : style.faint;
}

const LONGEST_LINE = 120;

/** The line, and a mark below the place; of a long line the part around it. */
function excerpt({ subject }: Finding, place: Place | null, style: Style): string[] {
  const text = place && subject.source?.document.file.line(place.line);
  if (!place || !text) return [];
  const start = Math.max(0, Math.min(place.column - 1 - LONGEST_LINE / 2, text.length - LONGEST_LINE));
  const number = String(place.line);
  const indent = ' '.repeat(number.length);
  return [
    `      ${style.faint(`${number} |`)} ${printable(text.slice(start, start + LONGEST_LINE))}`,
    `      ${style.faint(`${indent} |`)} ${' '.repeat(printable(text.slice(start, place.column - 1)).length)}^`,
  ];
}
