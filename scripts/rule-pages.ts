import * as fs from 'node:fs';
import * as path from 'node:path';
import { CATALOGUE } from '../src/lint/catalogue';
import { lintLoaded } from '../src/lint/report';
import { loadFiles } from '../src/mesh/load';
import { refText } from '../src/mesh/object-ref';
import { fieldText } from '../src/mesh/positions';
import type { MeshSettings } from '../src/mesh/settings';
import { SourceFile } from '../src/mesh/source-file';
import type { RuleText } from '../src/rules/rule';

const ROOT = path.join(__dirname, '..');
export const FIXTURES = path.join(ROOT, 'test/rules');
const PAGES = path.join(ROOT, 'docs/rules');

/** A file of a rule: `bad/` has the mistake, `ok/` has none at all. */
export interface Fixture {
  readonly rule: string;
  readonly isBad: boolean;
  readonly file: string;
  readonly text: string;
}

/** All fixtures, by rule and name. */
export function fixtures(): Fixture[] {
  return folders(FIXTURES).flatMap((rule) => ['bad', 'ok'].flatMap((side) => {
    const folder = path.join(FIXTURES, rule, side);
    const names = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort() : [];
    return names.map((name) => {
      const file = path.join(folder, name);
      return { rule, isBad: side === 'bad', file, text: fs.readFileSync(file, 'utf8') };
    });
  }));
}

/** What `waypoint lint` says of a fixture, a line for each finding. A fixture says in its first line how it is read. */
export function outcome({ text, file }: Fixture): string {
  const [, settings] = /^# settings: (.*)\n/.exec(text) ?? [];
  const loaded = loadFiles([new SourceFile(path.basename(file), text)], settings ? JSON.parse(settings) as MeshSettings : {});
  const { findings, problems } = lintLoaded(loaded);
  if (problems.length > 0) throw new Error(`${file}: ${problems[0].message}`);
  return findings.map(({ severity, subject, path: field, message, rule }) =>
    `${severity} ${refText(subject)}${field.length > 0 ? ` ${fieldText(field)}` : ''}: ${message} [${rule.id}]\n`).join('');
}

/** The page of a rule. */
export function page(rule: RuleText): string {
  const own = fixtures().filter((fixture) => fixture.rule === rule.id);
  return [
    `# ${rule.id}`,
    `${rule.severity}: ${rule.summary}.`,
    `**Why it matters:** ${rule.why}.`,
    `**What to do:** ${rule.fix}.`,
    ...own.filter(({ isBad }) => isBad).flatMap((fixture) => [
      `## Reported: ${titleOf(fixture)}`, fenced('yaml', fixture.text), fenced('text', outcome(fixture)),
    ]),
    ...own.filter(({ isBad }) => !isBad).flatMap((fixture) => [`## Clean: ${titleOf(fixture)}`, fenced('yaml', fixture.text)]),
  ].join('\n\n') + '\n';
}

/** The page that lists all rules. */
export function index(): string {
  const rows = [...CATALOGUE.values()].map(({ id, severity, summary }) => `| [${id}](${id}.md) | ${severity} | ${summary} |`);
  return ['# Rules of `waypoint lint`', '', `${rows.length} rules; each page shows what is reported and what is not.`, '',
    '| rule | severity | reports that |', '|---|---|---|', ...rows, ''].join('\n');
}

/** The files of the rules that are made from others, with their texts. */
export function generatedFiles(): Map<string, string> {
  return new Map([
    [path.join(PAGES, 'README.md'), index()],
    ...[...CATALOGUE.values()].map((rule) => [path.join(PAGES, `${rule.id}.md`), page(rule)] as const),
    ...fixtures().filter(({ isBad }) => isBad).map((fixture) => [fixture.file.replace(/\.yaml$/, '.out'), outcome(fixture)] as const),
  ]);
}

/** The generated files that are there, of which those of rules that are gone have to go. */
export function presentFiles(): string[] {
  const pages = fs.existsSync(PAGES) ? fs.readdirSync(PAGES).map((name) => path.join(PAGES, name)) : [];
  const goldens = fixtures().map(({ file }) => file.replace(/\.yaml$/, '.out')).filter((file) => fs.existsSync(file));
  return [...pages, ...goldens];
}

function titleOf({ file }: Fixture): string {
  return path.basename(file, '.yaml').replaceAll('-', ' ');
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

function folders(folder: string): string[] {
  return fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
}
