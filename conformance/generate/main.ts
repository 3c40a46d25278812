import * as fs from 'node:fs';
import * as path from 'node:path';
import { meshYaml, randomMesh } from './mesh';
import { parseArguments } from '../arguments';

const USAGE = 'npm run conformance:generate -- [--meshes N] [--seed S] FOLDER';

/** Writes random meshes to a folder, one a file. */
function main(args: readonly string[]): void {
  const { seed, meshes, paths } = parseArguments(args, { usage: USAGE, meshes: 10 });
  if (paths.length !== 1) throw new Error(`expected one folder: ${USAGE}`);
  fs.mkdirSync(paths[0], { recursive: true });
  for (let current = seed; current < seed + meshes; current++) {
    const mesh = randomMesh(current);
    fs.writeFileSync(path.join(paths[0], `${mesh.mode}-${current}.yaml`), meshYaml(mesh));
  }
  process.stdout.write(`${meshes} meshes from seed ${seed} in ${paths[0]}\n`);
}

main(process.argv.slice(2));
