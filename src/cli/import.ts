import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Command } from 'commander';
import type { CommonOptions } from './common-options';
import { ExitCode } from './exit-codes';
import { fail } from './fail';
import { readMesh, styleFor } from './read-mesh';
import type { Streams } from './streams';
import { writeWhole } from './write-whole';
import { importObjects } from '../import/import-objects';
import { readObjects } from '../import/source-object';
import { loadPackages } from '../program/load-packages';
import { printProgram } from '../program/print';
import type { ImportReport } from '../report/import-report';
import { importJson, importText } from '../report/import-report';
import { problemsText } from '../report/problems-text';

/** What `waypoint import` is told beyond what every command is. */
export interface ImportOptions extends CommonOptions {
  readonly namespace: string;
  readonly out?: string;
  readonly force?: boolean;
}

const MAIN = 'main.ts';

/** Adds the options of `waypoint import`. */
export function addImportOptions(command: Command): Command {
  return command
    .option('-n, --namespace <namespace>', 'that of objects which name none', 'default')
    .option('--out <path>', 'the file of the program, or the folder of its main.ts (default: standard output)')
    .option('--force', 'with --out: write over a file that exists');
}

/** `waypoint import`: a program that declares the objects that the files hold. */
export function runImport(paths: readonly string[], options: ImportOptions, streams: Streams): ExitCode {
  const file = options.out === undefined ? undefined : fileOf(options.out);
  if (file !== undefined && !options.force && fs.existsSync(file)) return fail(`${file} exists already: name another file, or add --force`, streams);
  const { mesh, problems } = readMesh(paths, options, streams);
  const { objects, problems: tooLarge } = readObjects(mesh, options.namespace);
  streams.stderr.write(problemsText(tooLarge, styleFor(streams.stderr, options, streams)));
  if (objects.length === 0) return fail('no objects, expected Kubernetes YAML among the paths', streams);
  try {
    const { program, plan, lost } = importObjects(objects, loadPackages(), options.istioVersion);
    const report = { text: printProgram(program), file, plan, objects, lost, problems: [...problems, ...tooLarge] };
    if (file !== undefined) writeWhole(file, report.text);
    answer(report, options, streams);
    return report.problems.length + lost.length > 0 ? ExitCode.FAILED : ExitCode.DONE;
  } catch (error) {
    return fail((error as Error).message, streams);
  }
}

/** The program goes where it was asked for, the report beside it. */
function answer(report: ImportReport, options: ImportOptions, streams: Streams): void {
  const { stdout, stderr } = streams;
  if (options.output === 'json') {
    stdout.write(importJson(report));
    return;
  }
  if (report.file === undefined) stdout.write(report.text);
  const stream = report.file === undefined ? stderr : stdout;
  if (!options.quiet || report.lost.length > 0) stream.write(importText(report, styleFor(stream, options, streams)));
}

/** A folder gets the file that cdk8s runs by default. */
function fileOf(out: string): string {
  const isFolder = out.endsWith(path.sep) || (fs.existsSync(out) && fs.statSync(out).isDirectory());
  return isFolder ? path.join(out, MAIN) : out;
}
