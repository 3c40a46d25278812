import { main } from '../../src/cli/main';

/** What a command wrote, and how it ended. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a shell would, in a folder. */
export function runIn(folder: string, args: readonly string[]): Ran {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({ write: (text: string) => written[name] += text });
  const before = process.cwd();
  process.chdir(folder);
  try {
    const exitCode = main(args, { stdout: stream('stdout'), stderr: stream('stderr'), env: {} });
    return { exitCode, ...written };
  } finally {
    process.chdir(before);
  }
}
