import type { CommonOptions } from './common-options';
import { meshSettings } from './common-options';
import type { OutputStream, Streams } from './streams';
import type { LoadedMesh } from '../mesh/load';
import { loadPaths } from '../mesh/load';
import type { Problem } from '../mesh/problem';
import { foreignFilesText, problemsText } from '../report/problems-text';
import type { Style } from '../report/style';
import { COLOURED, PLAIN } from '../report/style';

const CLEAR_LINE = '\r\u001b[K';

/**
 * Reads the mesh that a command is about, and says on standard error what could not be read.
 * @param isTold the problems that the answer of the command tells itself; @default none
 */
export function readMesh(
  paths: readonly string[], options: CommonOptions, streams: Streams, isTold: (problem: Problem) => boolean = () => false,
): LoadedMesh {
  const { stderr } = streams;
  const showsProgress = stderr.isTTY && !options.quiet;
  if (showsProgress) stderr.write('reading …');
  const loaded = loadPaths(paths, meshSettings(options));
  if (showsProgress) stderr.write(CLEAR_LINE);
  const style = styleFor(stderr, options, streams);
  stderr.write(problemsText(loaded.problems.filter((problem) => !isTold(problem)), style));
  if (!options.quiet) {
    stderr.write(foreignFilesText(loaded.foreign, style));
    if (isEmpty(loaded)) stderr.write(`${paths.map((name) => name === '-' ? 'standard input' : `"${name}"`).join(', ')}: no Kubernetes objects, expected .yaml, .yml or .json files that hold some\n`);
  }
  return loaded;
}

/** Whether there was nothing to read, which is no fault, and seldom meant. */
function isEmpty({ mesh, problems }: LoadedMesh): boolean {
  return problems.length === 0 && mesh.everything().length === 0;
}

/** Colours only where a person looks on, and has not asked for none. */
export function styleFor(stream: OutputStream, { color }: CommonOptions, { env }: Streams): Style {
  return stream.isTTY && color && !env.NO_COLOR && env.TERM !== 'dumb' ? COLOURED : PLAIN;
}
