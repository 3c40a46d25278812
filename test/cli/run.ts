import { main } from '../../src/cli/main';

/** What a command wrote, and how it ended. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a command runs in. */
interface Surroundings {
  readonly isTTY?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the command line as a shell would, in a folder. */
export function runIn(folder: string, args: readonly string[], { isTTY = false, env = {} }: Surroundings = {}): Ran {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({ isTTY, write: (text: string) => written[name] += text });
  const before = process.cwd();
  process.chdir(folder);
  try {
    const exitCode = main(args, { stdout: stream('stdout'), stderr: stream('stderr'), env });
    return { exitCode, ...written };
  } finally {
    process.chdir(before);
  }
}

/** A wrong call writes no output, says what is wrong, and shows nothing of our own code. */
export function expectWrongCall({ exitCode, stdout, stderr }: Ran, says: string): void {
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(says);
  expect(stderr).not.toContain('    at ');
}
