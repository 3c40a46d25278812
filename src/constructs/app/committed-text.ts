import { spawnSync } from 'child_process';
import * as path from 'path';

/**
 * What the last commit has in a file, whether the file is still there or not.
 * @param file an absolute path, in a folder that is there
 * @returns undefined if no commit has it, or there is no Git
 */
export function committedText(file: string): string | undefined {
  // A hook of Git has variables that are for its own folder.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  const { status, stdout } = spawnSync('git', ['show', `HEAD:./${path.basename(file)}`], { cwd: path.dirname(file), env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: Infinity });
  return status === 0 ? stdout : undefined;
}
