import { parseDocuments } from './documents';
import type { ForeignFile } from './foreign-files';
import type { Manifest } from './manifest';
import { MeshObjects } from './mesh-objects';
import { ObjectReader } from './object-reader';
import type { Problem, Report } from './problem';
import { compareProblems } from './problem';
import { RecentYaml } from './recent-yaml';
import type { MeshSettings } from './settings';
import type { SourceFile } from './source-file';
import { readSourceFiles } from './source-files';

/** A mesh, and what could not be read of it. */
export interface LoadedMesh {
  readonly mesh: MeshObjects;
  /** In the order of files and places. */
  readonly problems: readonly Problem[];
  /** Files of access tests that were among them, not yet read. */
  readonly tests: readonly SourceFile[];
  /** Files that belong to other tools and were not read. */
  readonly foreign: readonly ForeignFile[];
}

/** Reads files, folders and standard input (`-`). Never throws for what they hold. */
export function loadPaths(paths: readonly string[], settings: MeshSettings = {}): LoadedMesh {
  const problems: Problem[] = [];
  const { files, tests, foreign } = readSourceFiles(paths, (problem) => problems.push(problem));
  return { ...build(settings, problems, (...by) => readFiles(files, ...by)), tests, foreign };
}

/** Reads texts, in YAML or JSON, in the order in which they would be applied. */
export function loadFiles(files: readonly SourceFile[], settings: MeshSettings = {}): LoadedMesh {
  return build(settings, [], (...by) => readFiles(files, ...by));
}

/** Reads objects that were built in memory, as plain values. */
export function loadValues(values: readonly unknown[], settings: MeshSettings = {}): LoadedMesh {
  return build(settings, [], (reader) => values.flatMap((value) => reader.read(value, undefined)));
}

type Read = (reader: ObjectReader, report: Report) => readonly Manifest[];

/** @param problems those that were met on the way to the texts */
function build(settings: MeshSettings, problems: Problem[], read: Read): LoadedMesh {
  const report = (problem: Problem) => void problems.push(problem);
  const manifests = read(new ObjectReader(report), report);
  const mesh = new MeshObjects(manifests, settings, report, [...problems]);
  return { mesh, problems: problems.sort(compareProblems), tests: [], foreign: [] };
}

function readFiles(files: readonly SourceFile[], reader: ObjectReader, report: Report): Manifest[] {
  const recent = new RecentYaml();
  return files.flatMap((file) => {
    const manifests: Manifest[] = [];
    for (const { document, value } of parseDocuments(file, report, recent)) {
      for (const manifest of reader.read(value, { document, path: [] })) manifests.push(manifest);
    }
    return manifests;
  });
}
