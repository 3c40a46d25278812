import * as fs from 'node:fs';
import * as path from 'node:path';
import { meshYaml, randomMesh } from '../generate/mesh';

/** A mesh to compare. */
export interface Case {
  /** File or seed. */
  readonly name: string;
  readonly mode: 'assume' | 'status';
  readonly yaml: string;
  /** What Istio's code said of it earlier. */
  readonly recorded?: unknown;
}

/** The meshes of a range of seeds. */
export function* seededCases(seed: number, meshes: number): Generator<Case> {
  for (let current = seed; current < seed + meshes; current++) {
    const mesh = randomMesh(current);
    yield { name: `seed ${current}`, mode: mesh.mode, yaml: meshYaml(mesh) };
  }
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

function recordedAnswer(file: string): { mode: 'assume' | 'status' } | undefined {
  const name = file.replace(/\.ya?ml$/, '.expect.json');
  return fs.existsSync(name) ? JSON.parse(fs.readFileSync(name, 'utf8')) as { mode: 'assume' | 'status' } : undefined;
}
