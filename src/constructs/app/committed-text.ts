import { spawnSync } from 'child_process';

/**
 * What the last commit has in files, whether they are still there or not.
 * @param folder an absolute path, of a folder that is there
 * @param files below the folder, with `/`; none may have a line break
 * @returns the text of each that the commit has; none if there is no Git
 */
export function committedTexts(folder: string, files: readonly string[]): Map<string, string> {
  if (files.length === 0) return new Map();
  // A hook of Git has variables that are for its own folder.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  const input = files.map((file) => `HEAD:./${file}\n`).join('');
  const { status, stdout } = spawnSync('git', ['cat-file', '--batch'], { cwd: folder, env, input, stdio: ['pipe', 'pipe', 'ignore'], maxBuffer: Infinity });
  return status === 0 ? textsIn(stdout, files) : new Map();
}

/**
 * The texts that Git prints: `ID blob SIZE`, and the text on lines of its own, or `NAME missing`.
 * @see https://git-scm.com/docs/git-cat-file#_batch_output
 */
function textsIn(printed: Buffer, files: readonly string[]): Map<string, string> {
  const texts = new Map<string, string>();
  let at = 0;
  for (const file of files) {
    const end = printed.indexOf('\n', at);
    const size = / blob (\d+)$/.exec(printed.toString('utf8', at, end))?.[1];
    at = end + 1;
    if (size === undefined) continue;
    texts.set(file, printed.toString('utf8', at, at + Number(size)));
    at += Number(size) + 1;
  }
  return texts;
}
