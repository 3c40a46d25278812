import { ExitCode } from './exit-codes';
import type { Streams } from './streams';

/** Says on standard error why a command gives no answer. */
export function fail(message: string, { stderr }: Streams): ExitCode {
  stderr.write(`error: ${message}\n`);
  return ExitCode.FAILED;
}
