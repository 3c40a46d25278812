import { Command, CommanderError, Option } from 'commander';
import { runTest, TEST_OUTPUTS } from './access-tests';
import { runBindings } from './bindings';
import type { CommonOptions } from './common-options';
import { addCommonOptions, addMeshOptions, addOutputOptions } from './common-options';
import type { DiffOptions } from './diff';
import { FAIL_ON, runDiff } from './diff';
import { ExitCode } from './exit-codes';
import type { ExplainOptions } from './explain';
import { runExplain } from './explain';
import { GENERATE_OUTPUTS, runGenerate } from './generate';
import type { GenerateOptions } from './generate-options';
import { addGenerateOptions } from './generate-options';
import type { ImportOptions } from './import';
import { runImport } from './import';
import { runLint } from './lint';
import type { LintCommandOptions } from './lint';
import { addLintOptions, LINT_OUTPUTS } from './lint-options';
import { addRequestOptions } from './request-options';
import { runStatus } from './status';
import type { Streams } from './streams';

/**
 * Runs the command line.
 * @param args without the names of program and script
 * @returns the exit code
 */
export function main(args: readonly string[], streams: Streams): ExitCode {
  let exitCode = ExitCode.DONE;
  const program = new Command('waypoint')
    .description('Predicts, from YAML alone, what Istio ambient mesh will do')
    .exitOverride()
    .configureOutput({ writeOut: (text) => streams.stdout.write(text), writeErr: (text) => streams.stderr.write(text) });
  addCommonOptions(program.command('bindings'), ['text', 'json'])
    .description('which waypoint serves what, and why')
    .action((paths: string[], options: CommonOptions) => { exitCode = runBindings(paths, options, streams); });
  addCommonOptions(program.command('status'), ['text', 'json'])
    .description('the conditions that Istio would write, and where policies are enforced in fact')
    .action((paths: string[], options: CommonOptions) => { exitCode = runStatus(paths, options, streams); });
  addLintOptions(addCommonOptions(program.command('lint'), LINT_OUTPUTS))
    .description('mistakes that break a waypoint')
    .action((paths: string[], options: LintCommandOptions) => { exitCode = runLint(paths, options, streams); });
  addRequestOptions(addCommonOptions(program.command('explain'), ['text', 'json']))
    .option('--requests <file>', 'many requests, a JSON list or one JSON object a line (- for standard input): one JSON answer a line')
    .description('what happens to a request, hop by hop; without --from: which clients take the waypoint of a service')
    .action((paths: string[], options: ExplainOptions) => { exitCode = runExplain(paths, options, streams); });
  addMeshOptions(program.command('diff').argument('<before>', 'a file or folder').argument('<after>', 'a file or folder'), ['text', 'json', 'markdown'])
    .addOption(new Option('--fail-on <change>', 'exit with 1 if access is gained, lost, or changed in any way').choices(FAIL_ON))
    .description('what a change alters for traffic: access gained and lost, waypoints, routes, policies')
    .action((before: string, after: string, options: DiffOptions) => { exitCode = runDiff(before, after, options, streams); });
  addCommonOptions(program.command('test'), TEST_OUTPUTS)
    .description('runs access tests: the files among the paths that have "tests" at their top, on the objects in the others')
    .action((paths: string[], options: CommonOptions) => { exitCode = runTest(paths, options, streams); });
  addCommonOptions(program.command('import'), ['text', 'json'])
    .option('-n, --namespace <namespace>', 'that of objects which name none', 'default')
    .option('--out <path>', 'the file of the program, or the folder of its main.ts (default: standard output)')
    .option('--force', 'with --out: write over a file that exists')
    .description('a TypeScript program that declares the objects, with constructs where they say the same')
    .action((paths: string[], options: ImportOptions) => { exitCode = runImport(paths, options, streams); });
  addGenerateOptions(addOutputOptions(program.command('generate'), GENERATE_OUTPUTS))
    .description('the manifests of a waypoint, from flags: those of istioctl waypoint generate, and more')
    .action((options: GenerateOptions & CommonOptions) => { exitCode = runGenerate(options, streams); });
  try {
    program.parse(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.DONE : ExitCode.FAILED;
    throw error;
  }
}
