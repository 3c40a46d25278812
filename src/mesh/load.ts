import { parseDocuments } from './documents';
import type { ForeignFile } from './foreign-files';
import { MeshObjects } from './mesh-objects';
import type { Problem } from './problem';
import { readObjects } from './read-object';
import type { MeshSettings } from './settings';
import type { SourceFile } from './source-file';
import { readSourceFiles } from './source-files';

/** A mesh, and what could not be read of it. */
export interface LoadedMesh {
  readonly mesh: MeshObjects;
  /** In the order in which they were met. */
  readonly problems: readonly Problem[];
  /** Files that belong to other tools and were not read. */
  readonly foreign: readonly ForeignFile[];
}

/** Reads files, folders and standard input (`-`). Never throws for what they hold. */
export function loadPaths(paths: readonly string[], settings: MeshSettings = {}): LoadedMesh {
  const problems: Problem[] = [];
  const { files, foreign } = readSourceFiles(paths, (problem) => problems.push(problem));
  const loaded = loadFiles(files, settings);
  return { ...loaded, problems: [...problems, ...loaded.problems], foreign };
}

/** Reads texts, in YAML or JSON, in the order in which they would be applied. */
export function loadFiles(files: readonly SourceFile[], settings: MeshSettings = {}): LoadedMesh {
  const problems: Problem[] = [];
  const report = (problem: Problem) => void problems.push(problem);
  const manifests = files.flatMap((file) => parseDocuments(file, report)
    .flatMap(({ document, value }) => readObjects(value, { document, path: [] }, report)));
  return { mesh: new MeshObjects(manifests, settings, report), problems, foreign: [] };
}

/** Reads objects that were built in memory, as plain values. */
export function loadValues(values: readonly unknown[], settings: MeshSettings = {}): LoadedMesh {
  const problems: Problem[] = [];
  const report = (problem: Problem) => void problems.push(problem);
  const manifests = values.flatMap((value) => readObjects(value, undefined, report));
  return { mesh: new MeshObjects(manifests, settings, report), problems, foreign: [] };
}
