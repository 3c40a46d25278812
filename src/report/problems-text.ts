import type { Style } from './style';
import { printable } from './style';
import type { ForeignFile } from '../mesh/foreign-files';
import type { Problem } from '../mesh/problem';
import { problemPrefix } from '../mesh/problem';

/** What could not be read, a line each: `file:line:column: cause`, and `file: cause` if it is the file as a whole. */
export function problemsText(problems: readonly Problem[], style: Style): string {
  return problems.map((problem) => `${style.bad(printable(problemPrefix(problem)))}${printable(problem.message)}\n`).join('');
}

/** Files that were left out because they belong to other tools. */
export function foreignFilesText(foreign: readonly ForeignFile[], style: Style): string {
  return foreign.map(({ file, what }) => `${style.faint(`${printable(file)}: not read, ${what}`)}\n`).join('');
}
