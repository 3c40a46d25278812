import type { LintOptions, LintResult } from './lint';
import { lint } from './lint';
import type { LoadedMesh } from '../mesh/load';
import type { Problem } from '../mesh/problem';

/** What was found in what was read. */
export interface LintReport extends LintResult {
  /** How many objects were read. */
  readonly objects: number;
  /** What could not be read. */
  readonly problems: readonly Problem[];
}

/** Looks for mistakes in what was read. */
export function lintLoaded({ mesh, problems }: LoadedMesh, options: LintOptions = {}): LintReport {
  return { ...lint(mesh, options), objects: mesh.everything().length, problems };
}
