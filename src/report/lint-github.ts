import { placeOfFinding } from './finding-place';
import type { LintReport } from '../lint/report';
import { refText } from '../mesh/object-ref';
import type { Severity } from '../rules/rule';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Findings as workflow commands of GitHub Actions, which annotate the lines of a pull request. */
export function lintGithub({ findings, problems }: LintReport): string {
  return [
    ...problems.map(({ message, place }) => command('error', place, 'unreadable', message)),
    ...findings.map((finding) =>
      command(COMMANDS[finding.severity], placeOfFinding(finding), finding.rule.id, `${refText(finding.subject)}: ${finding.message}; fix: ${finding.rule.fix}`)),
  ].map((line) => `${line}\n`).join('');
}

function command(name: string, place: { file: string; line: number; column: number } | null, title: string, message: string): string {
  const properties = [
    ...place ? [`file=${property(place.file)}`, `line=${place.line}`, `col=${place.column}`] : [],
    `title=${property(title)}`,
  ];
  return `::${name} ${properties.join(',')}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
