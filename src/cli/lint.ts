import * as fs from 'node:fs';
import type { CommonOptions } from './common-options';
import { meshSettings } from './common-options';
import { ExitCode } from './exit-codes';
import { fail } from './fail';
import { readMesh, styleFor } from './read-mesh';
import type { Streams } from './streams';
import { CATALOGUE } from '../lint/catalogue';
import { isAtLeast } from '../lint/finding';
import { fixedFiles } from '../lint/fix';
import { noRule } from '../lint/invalid-suppression';
import type { LintReport } from '../lint/report';
import { isFinding, lintLoaded } from '../lint/report';
import type { Suppression } from '../lint/suppression';
import { readSuppressions } from '../lint/suppression-file';
import { loadPaths } from '../mesh/load';
import type { Problem } from '../mesh/problem';
import { SourceFile } from '../mesh/source-file';
import { rewriteFile, unreadableText } from '../mesh/source-files';
import { LINT_FORMATS } from '../report/lint-formats';
import { rulesText, ruleText } from '../report/rule-text';
import { RULES } from '../rules';
import type { Severity } from '../rules/rule';

/** What `waypoint lint` is told beyond what every command is. */
export interface LintCommandOptions extends CommonOptions {
  readonly failOn: Severity;
  readonly suppress?: readonly Suppression[];
  readonly suppressions?: string;
  readonly rule?: readonly string[];
  readonly fix?: boolean;
  /** The id of a rule; true: all of them. */
  readonly explain?: string | true;
}

/** `waypoint lint`: mistakes. */
export function runLint(paths: readonly string[], options: LintCommandOptions, streams: Streams): ExitCode {
  const unknown = unknownRule(options);
  if (unknown !== undefined) return fail(`${noRule(unknown, [...CATALOGUE.keys()])} ("waypoint lint --explain" lists all)`, streams);
  if (options.explain !== undefined) return explain(options.explain, streams);
  const fromFile = options.suppressions === undefined ? [] : suppressionsFrom(options.suppressions);
  if (typeof fromFile === 'string') return fail(fromFile, streams);
  const lintOptions = {
    rules: options.rule ? RULES.filter(({ id }) => options.rule!.includes(id)) : RULES,
    suppressions: [...options.suppress ?? [], ...fromFile],
  };
  if (options.fix) fix(lintLoaded(loadPaths(paths, meshSettings(options)), lintOptions), streams);
  const isTold = (problem: Problem) => isFinding(problem, lintOptions.rules);
  const report = lintLoaded(readMesh(paths, options, streams, isTold), lintOptions);
  streams.stdout.write(LINT_FORMATS[options.output](report, styleFor(streams.stdout, options, streams)));
  if (report.problems.length > 0) return ExitCode.FAILED;
  return report.findings.some(({ severity }) => isAtLeast(severity, options.failOn)) ? ExitCode.BAD_NEWS : ExitCode.DONE;
}

/** Writes the files whose mistakes can be mended. What came in by standard input is no file. */
function fix({ findings }: LintReport, { stderr }: Streams): void {
  for (const { file, text, findings: mended } of fixedFiles(findings)) {
    if (!fs.existsSync(file.name)) continue;
    const rules = mended.map(({ rule }) => rule.id).join(', ');
    try {
      rewriteFile(file.name, text);
      stderr.write(`${file.name}: ${rules} mended\n`);
    } catch (error) {
      stderr.write(`${file.name}: ${rules} not mended: ${(error as Error).message}\n`);
    }
  }
}

function unknownRule({ rule = [], suppress = [], explain: asked }: LintCommandOptions): string | undefined {
  return [...rule, ...suppress.map((suppression) => suppression.rule), ...typeof asked === 'string' ? [asked] : []]
    .find((id) => !CATALOGUE.has(id));
}

function explain(id: string | true, { stdout }: Streams): ExitCode {
  stdout.write(id === true ? rulesText([...CATALOGUE.values()]) : ruleText(CATALOGUE.get(id)!));
  return ExitCode.DONE;
}

/** @returns what is wrong with the file, if something is */
function suppressionsFrom(name: string): readonly Suppression[] | string {
  try {
    return readSuppressions(new SourceFile(name, fs.readFileSync(name, 'utf8')));
  } catch (error) {
    return `${name}: ${unreadableText(error)}`;
  }
}
