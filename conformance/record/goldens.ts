import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Answer } from '../compare/facts';

/** Where recorded answers live: meshes with what Istio's code said of them. */
export const GOLDENS = path.resolve(__dirname, '../../test/conformance');

/** Random meshes, made anew with their answers. */
export const SEEDED = path.join(GOLDENS, 'seeded');

/** Small meshes that once showed a difference. */
export const FOUND = path.join(GOLDENS, 'found');

/** Meshes with the settings with which waypoints connect to their backends: random ones, made anew with their answers. */
export const SEEDED_CLUSTERS = path.join(GOLDENS, 'clusters/seeded');

/** Those that once showed a difference, and those by hand. */
export const FOUND_CLUSTERS = path.join(GOLDENS, 'clusters/found');

/** A mesh with its recorded answer. */
export interface Golden<A = Answer> {
  /** Without folder and ending. */
  readonly name: string;
  readonly yaml: string;
  readonly answer: A;
}

/** The goldens of a folder, by name. */
export function readGoldens<A = Answer>(folder: string): Golden<A>[] {
  return goldenNames(folder).map((name) => ({
    name,
    yaml: fs.readFileSync(path.join(folder, `${name}.yaml`), 'utf8'),
    answer: JSON.parse(fs.readFileSync(answerFile(folder, name), 'utf8')) as A,
  }));
}

/** Names of the meshes in a folder: each begins with its mode, `assume-` or `status-`. */
export function goldenNames(folder: string): string[] {
  return fs.existsSync(folder) ? fs.readdirSync(folder).filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -'.yaml'.length)).sort() : [];
}

/** The file with the answer about a mesh. */
export function answerFile(folder: string, name: string): string {
  return path.join(folder, `${name}.expect.json`);
}

/** When a Gateway can be used as a waypoint, by the name of the mesh. */
export function modeOf(name: string): 'assume' | 'status' {
  return name.startsWith('status-') ? 'status' : 'assume';
}
