import * as fs from 'node:fs';
import * as path from 'node:path';
import { toYaml } from './manifest';
import { randomMesh } from './mesh';
import { randomRequestMesh } from './request-mesh';
import { parseArguments } from '../arguments';

const USAGE = 'npm run conformance:generate -- [--meshes N] [--seed S] [--requests] FOLDER';

/** Writes random meshes to a folder, one a file; with `--requests` meshes behind a waypoint, and requests to each. */
function main(args: readonly string[]): void {
  const { seed, meshes, paths, flags } = parseArguments(args, { usage: USAGE, meshes: 10, switches: ['requests'] });
  if (paths.length !== 1) throw new Error(`expected one folder: ${USAGE}`);
  fs.mkdirSync(paths[0], { recursive: true });
  for (let current = seed; current < seed + meshes; current++) {
    if (flags.requests) writeWithRequests(paths[0], current);
    else writeMesh(paths[0], current);
  }
  process.stdout.write(`${meshes} meshes from seed ${seed} in ${paths[0]}\n`);
}

function writeMesh(folder: string, seed: number): void {
  const { mode, objects } = randomMesh(seed);
  fs.writeFileSync(path.join(folder, `${mode}-${seed}.yaml`), toYaml(objects));
}

function writeWithRequests(folder: string, seed: number): void {
  const { objects, requests } = randomRequestMesh(seed);
  fs.writeFileSync(path.join(folder, `${seed}.yaml`), toYaml(objects));
  fs.writeFileSync(path.join(folder, `${seed}.json`), `${JSON.stringify(requests, null, 1)}\n`);
}

main(process.argv.slice(2));
