import * as path from 'node:path';
import Ajv from 'ajv';
import schema from './sarif-2.1.0-rtm.5.json';
import type { LintReport } from '../../src/lint/report';
import { lintLoaded } from '../../src/lint/report';
import { parseSuppression } from '../../src/lint/suppression';
import { loadFiles, loadPaths, loadValues } from '../../src/mesh/load';
import { SourceFile } from '../../src/mesh/source-file';
import { LINT_FORMATS } from '../../src/report/lint-formats';
import { PLAIN } from '../../src/report/style';

const SUPPRESSIONS = [parseSuppression('waypoint-not-found=Namespace//shop: it is on its way')!, parseSuppression('single-replica=Gateway/*/*')!];

/** Objects whose names, values and files hold what each format would act upon. */
const HOSTILE = ['a|b', '`x`', '<script>', ']]>', '&amp;', '"', "'", '%0A::error::x', '\u001b[31m', '\u0000', '@team', '[a](b)', '<!--', '\ud800', '\u202e'];

const REPORTS: readonly (readonly [string, LintReport])[] = [
  ['an app with mistakes', lintLoaded(loadPaths([path.join(__dirname, '../cli/lint/app')]), { suppressions: SUPPRESSIONS })],
  ['nothing at all', lintLoaded(loadValues([]))],
  ['what can\'t be read', lintLoaded(loadPaths([path.join(__dirname, '../mesh/files/broken'), 'no-such-file.yaml']))],
  ['objects built in memory', lintLoaded(loadValues([hostileService('x', 'y')]))],
  ['hostile texts', lintLoaded(loadFiles(HOSTILE.map((text, index) =>
    new SourceFile(`dir/${text}${index}.yaml`, JSON.stringify(hostileService(`s${index}`, text))))))],
];

function hostileService(name: string, text: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop', labels: { 'istio.io/use-waypoint': text }, annotations: { 'waypoint.cdk8s.io/suppress': `${text}: why` } },
    spec: { type: 'ExternalName', externalName: 'x.example.com', [text]: 1 },
  };
}

function written(format: string, report: LintReport): string {
  return LINT_FORMATS[format](report, PLAIN);
}

describe.each(REPORTS)('%s', (_, report) => {
  test('is SARIF 2.1.0', () => {
    const { $schema: _draft, id: _id, ...draft } = schema;
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true }).compile(draft);
    const log = JSON.parse(written('sarif', report));
    expect({ isValid: validate(log), errors: validate.errors }).toEqual({ isValid: true, errors: null });
    for (const uri of urisIn(log)) expect(() => new URL(uri, 'file:///base/')).not.toThrow();
    for (const { ruleId, ruleIndex } of log.runs[0].results) expect(log.runs[0].tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });

  test('is well-formed XML, with a case for each finding and problem', () => {
    const tags = tagsIn(written('junit', report));
    expect(tags.filter((tag) => tag === 'testcase').length).toBe(Math.max(1, report.findings.length + report.problems.length));
  });

  test('is one workflow command a line, whose parts end where they should', () => {
    const lines = written('github', report).split('\n').filter(Boolean);
    expect(lines).toHaveLength(report.findings.length + report.problems.length);
    for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) (file=[^:,\r\n]*,line=\d+,col=\d+,)?title=[^:,\r\n]+::[^\r\n]+$/);
  });

  test('is a Markdown table whose cells hold no markup of others', () => {
    const rows = written('markdown', report).split('\n').filter((line) => line.startsWith('| ')).slice(1);
    expect(rows).toHaveLength(report.findings.length);
    for (const row of rows) {
      expect(row.split('|')).toHaveLength(6);
      expect(row.replace(/<\/?code>|<br>|\[[\w-]+\]\(https:[^)]+\)/g, '').replace(/&#\d+;/g, '')).not.toMatch(/[\\`*_{}[\]<>#@&~]/);
    }
  });

  test.each(['text', 'markdown'])('%s holds nothing that a terminal would act upon', (format) => {
    expect(written(format, report)).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e]/u);
  });
});

function urisIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => key === 'uri' ? [child as string] : urisIn(child));
}

/** The names of the elements of a document that is well-formed. */
function tagsIn(xml: string): string[] {
  const open: string[] = [];
  const names: string[] = [];
  const body = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  expect(body).not.toBe(xml);
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/u);
  const rest = body.replace(/<(\/?)([a-z]+)((?: [a-z]+="(?:[^"<&]|&(?:amp|lt|gt|quot|#\d+);)*")*)(\/?)>/g, (_, closes, name, _attributes, empty) => {
    if (closes) expect(open.pop()).toBe(name);
    else names.push(name);
    if (!closes && !empty) open.push(name);
    return '';
  });
  expect(rest.trim()).toBe('');
  expect(open).toEqual([]);
  return names;
}
