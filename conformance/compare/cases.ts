import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Value } from './cluster';
import { readValues } from './cluster';
import { randomClusterMesh } from '../generate/cluster-mesh';
import { toYaml } from '../generate/manifest';
import { meshYaml, randomMesh } from '../generate/mesh';
import { randomObject } from '../generate/objects';

/** A mesh to compare. */
export interface Case {
  /** File or seed. */
  readonly name: string;
  readonly mode: 'assume' | 'status';
  readonly yaml: string;
  /** What Istio's code said of it earlier. */
  readonly recorded?: object;
}

/** An object to compare alone. */
export interface ObjectCase {
  /** Seed, or file and place in it. */
  readonly name: string;
  readonly object: Value;
  /** What was done to it, for people; empty: nothing. */
  readonly mutation: string;
}

/** The objects of a range of seeds. */
export function seededObjects(seed: number, count: number): ObjectCase[] {
  return Array.from({ length: count }, (_, index) => ({ name: `object ${seed + index}`, ...randomObject(seed + index) }));
}

/** The objects in the YAML files below some paths. */
export function fileObjects(paths: readonly string[]): ObjectCase[] {
  return paths.flatMap(yamlFiles).flatMap((file) => readValues(fs.readFileSync(file, 'utf8'))
    .map((object, index) => ({ name: `${file}, document ${index + 1}`, object, mutation: '' })))
    .filter(({ object }) => isOneObject(object));
}

/** What has no kind can't be asked about, and a list is no object of its own. */
function isOneObject({ apiVersion, kind }: Value): boolean {
  return typeof apiVersion === 'string' && typeof kind === 'string' && !kind.endsWith('List');
}

/** The meshes of a range of seeds. */
export function* seededCases(seed: number, meshes: number): Generator<Case> {
  for (let current = seed; current < seed + meshes; current++) {
    const mesh = randomMesh(current);
    yield { name: `seed ${current}`, mode: mesh.mode, yaml: meshYaml(mesh) };
  }
}

/** The meshes of a range of seeds that are rich in DestinationRules. */
export function* seededClusterCases(seed: number, meshes: number): Generator<Case> {
  for (let current = seed; current < seed + meshes; current++) yield { name: `seed ${current}`, mode: 'assume', yaml: toYaml(randomClusterMesh(current)) };
}

/** The YAML files below some paths: each in both modes, or as it was asked where an answer is recorded beside it. */
export function* fileCases(paths: readonly string[]): Generator<Case> {
  for (const file of paths.flatMap(yamlFiles)) {
    const yaml = fs.readFileSync(file, 'utf8');
    const recorded = recordedAnswer(file);
    if (recorded) yield { name: file, mode: recorded.mode, yaml, recorded };
    else yield* (['assume', 'status'] as const).map((mode) => ({ name: `${file} (${mode})`, mode, yaml }));
  }
}

function yamlFiles(file: string): string[] {
  if (!fs.statSync(file).isDirectory()) return [file];
  return fs.readdirSync(file).sort().map((name) => path.join(file, name))
    .flatMap((name) => fs.statSync(name).isDirectory() || /\.ya?ml$/.test(name) ? yamlFiles(name) : []);
}

/** What Istio's code said of the file: an expectation of another form beside it is passed over. */
function recordedAnswer(file: string): { mode: 'assume' | 'status' } | undefined {
  const name = file.replace(/\.ya?ml$/, '.expect.json');
  if (!fs.existsSync(name)) return undefined;
  const recorded = JSON.parse(fs.readFileSync(name, 'utf8')) as { mode?: 'assume' | 'status'; services?: object };
  return recorded.mode && recorded.services ? { ...recorded, mode: recorded.mode } : undefined;
}
