import { canonical } from '../../src/import/canonical';
import type { SourceObject } from '../../src/import/source-object';
import { readObjects } from '../../src/import/source-object';
import { loadPaths } from '../../src/mesh/load';
import { readOutput } from '../programs';

/** Runs the text of a program and gives the objects that it writes. */
export function runProgram(text: string): SourceObject[] {
  return readOutput(text, (outdir) => objectsIn([outdir]));
}

/** The objects of files, without those that can't be read. */
export function objectsIn(paths: readonly string[], namespace = 'default'): SourceObject[] {
  return [...readObjects(loadPaths(paths).mesh, namespace).objects];
}

/** Objects in the form in which they are compared, by name. */
export function canonicalByKey(objects: readonly SourceObject[]): Record<string, unknown> {
  return Object.fromEntries(objects.map(({ key, written }) => [key, canonical(written)]).sort());
}
