import type { Command } from 'commander';
import { Option } from 'commander';
import type { CommonOptions } from './common-options';
import { ExitCode } from './exit-codes';
import { fail } from './fail';
import { readMesh, styleFor } from './read-mesh';
import type { Streams } from './streams';
import type { MeshDiff } from '../diff/mesh-diff';
import { diffMeshes } from '../diff/mesh-diff';
import { summaryOf } from '../diff/summary';
import type { LoadedMesh } from '../mesh/load';
import type { Problem } from '../mesh/problem';
import { diffJson } from '../report/diff-json';
import { diffMarkdown } from '../report/diff-markdown';
import { diffText } from '../report/diff-text';

/** What `--fail-on` can name. */
const FAIL_ON = ['gained', 'lost', 'any'] as const;

/** What `waypoint diff` is told beyond what every command is. */
export interface DiffOptions extends CommonOptions {
  readonly failOn?: typeof FAIL_ON[number];
}

const STANDARD_INPUT = '-';

/** Adds the two sides of a comparison, and what makes it fail. */
export function addDiffOptions(command: Command): Command {
  return command
    .argument('<before>', 'a file or folder, or - for standard input')
    .argument('<after>', 'a file or folder, or - for standard input')
    .addOption(new Option('--fail-on <change>', 'exit with 1 if access is gained, lost, or changed in any way').choices(FAIL_ON));
}

/** `waypoint diff`: what a change alters for traffic. */
export function runDiff(before: string, after: string, options: DiffOptions, streams: Streams): ExitCode {
  if (before === STANDARD_INPUT && after === STANDARD_INPUT) return fail('only one of BEFORE and AFTER can be standard input', streams);
  const [first, second] = [before, after].map((path) => readMesh([path], options, streams));
  // A misspelt name is no change that removes everything.
  if (isUnreadable(before, first) || isUnreadable(after, second)) return ExitCode.FAILED;
  const problems = [...first.problems, ...second.problems];
  const diff = diffMeshes(first.mesh, second.mesh);
  streams.stdout.write(render(diff, problems, options, streams));
  if (problems.length > 0) return ExitCode.FAILED;
  return isBadNews(diff, options) ? ExitCode.BAD_NEWS : ExitCode.DONE;
}

/** Whether a side can't be read at all. */
function isUnreadable(path: string, { problems }: LoadedMesh): boolean {
  return problems.some(({ cause, place }) => cause === 'file-unreadable' && place?.file === path);
}

function render(diff: MeshDiff, problems: readonly Problem[], options: DiffOptions, streams: Streams): string {
  switch (options.output) {
    case 'json': return diffJson(diff, problems);
    case 'markdown': return diffMarkdown(diff, problems);
    default: return diffText(diff, styleFor(streams.stdout, options, streams));
  }
}

function isBadNews(diff: MeshDiff, { failOn }: DiffOptions): boolean {
  if (failOn === undefined) return false;
  return failOn === 'any' ? diff.access.length > 0 : summaryOf(diff)[failOn] > 0;
}
