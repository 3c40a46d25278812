import type { LintOptions, LintResult } from './lint';
import { lint } from './lint';
import type { LoadedMesh } from '../mesh/load';
import type { Problem } from '../mesh/problem';
import { RULES } from '../rules';
import { definedTwice } from '../rules/defined-twice';
import type { Rule } from '../rules/rule';

/** What was found in what was read. */
export interface LintReport extends LintResult {
  /** How many objects were read. */
  readonly objects: number;
  /** What could not be read. */
  readonly problems: readonly Problem[];
}

/** Looks for mistakes in what was read. */
export function lintLoaded({ mesh, problems }: LoadedMesh, options: LintOptions = {}): LintReport {
  const { rules = RULES } = options;
  return { ...lint(mesh, options), objects: mesh.asRead().length, problems: problems.filter((problem) => !isFinding(problem, rules)) };
}

/** Whether one of the rules reports a problem of reading, so that it need not be told twice. */
export function isFinding({ cause }: Problem, rules: readonly Rule[] = RULES): boolean {
  return cause === 'duplicate-object' && rules.includes(definedTwice);
}
