import { Command, CommanderError } from 'commander';
import { runTest, TEST_OUTPUTS } from './access-tests';
import { runBindings } from './bindings';
import type { CommonOptions } from './common-options';
import { addCommonOptions, addMeshOptions, addOutputOptions } from './common-options';
import type { DiffOptions } from './diff';
import { addDiffOptions, runDiff } from './diff';
import { ExitCode } from './exit-codes';
import type { ExplainOptions } from './explain';
import { runExplain } from './explain';
import { GENERATE_OUTPUTS, runGenerate } from './generate';
import type { GenerateOptions } from './generate-options';
import { addGenerateOptions } from './generate-options';
import type { ImportOptions } from './import';
import { addImportOptions, runImport } from './import';
import { runLint } from './lint';
import type { LintCommandOptions } from './lint';
import { addLintOptions, LINT_OUTPUTS } from './lint-options';
import { packageVersion } from './package-version';
import { addRequestOptions } from './request-options';
import { runStatus } from './status';
import type { Streams } from './streams';

const HINT = '("waypoint --help" lists the commands, "waypoint COMMAND --help" their options)';

const EXIT_CODES = `Exit codes:
  0  done
  1  done, and the answer is bad news: mistakes, a failed test, a change that
     --fail-on names
  2  the call is wrong, or something could not be read; the rest was answered`;

/**
 * Runs the command line.
 * @param args without the names of program and script
 * @returns the exit code
 */
export function main(args: readonly string[], streams: Streams): ExitCode {
  let exitCode = ExitCode.DONE;
  const program = new Command('waypoint')
    .description('Predicts, from YAML alone, what Istio ambient mesh will do')
    .option('--version', 'version of this package')
    .on('option:version', () => {
      streams.stdout.write(`${packageVersion()}\n`);
      throw new CommanderError(0, 'commander.version', '');
    })
    .addHelpText('after', `\n${EXIT_CODES}`)
    .showHelpAfterError(HINT)
    .exitOverride()
    .configureOutput({ writeOut: (text) => streams.stdout.write(text), writeErr: (text) => streams.stderr.write(text) });
  addCommonOptions(program.command('bindings'), ['text', 'json'])
    .description('which waypoint serves what, and why')
    .action((paths: string[], options: CommonOptions) => { exitCode = runBindings(paths, options, streams); });
  addCommonOptions(program.command('status'), ['text', 'json'])
    .description('the conditions that Istio would write, and where policies are enforced in fact')
    .action((paths: string[], options: CommonOptions) => { exitCode = runStatus(paths, options, streams); });
  addCommonOptions(addLintOptions(program.command('lint')), LINT_OUTPUTS)
    .description('mistakes that break a waypoint')
    .action((paths: string[], options: LintCommandOptions) => { exitCode = runLint(paths, options, streams); });
  addCommonOptions(addRequestOptions(program.command('explain')), ['text', 'json'])
    .description('what happens to a request, hop by hop; without --from: which clients take the waypoint of a service')
    .action((paths: string[], options: ExplainOptions) => { exitCode = runExplain(paths, options, streams); });
  addMeshOptions(addDiffOptions(program.command('diff')), ['text', 'json', 'markdown'])
    .description('what a change alters for traffic: access gained and lost, waypoints, routes, policies')
    .action((before: string, after: string, options: DiffOptions) => { exitCode = runDiff(before, after, options, streams); });
  addCommonOptions(program.command('test'), TEST_OUTPUTS)
    .description('runs access tests: the files among the paths that have "tests" at their top, on the objects in the others')
    .action((paths: string[], options: CommonOptions) => { exitCode = runTest(paths, options, streams); });
  addCommonOptions(addImportOptions(program.command('import')), ['text', 'json'])
    .description('a TypeScript program that declares the objects, with constructs where they say the same')
    .action((paths: string[], options: ImportOptions) => { exitCode = runImport(paths, options, streams); });
  addOutputOptions(addGenerateOptions(program.command('generate')), GENERATE_OUTPUTS)
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
