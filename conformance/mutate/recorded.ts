import * as fs from 'node:fs';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { ClustersAnswer } from '../clusters/compare';
import { compareClusters } from '../clusters/compare';
import type { Value } from '../compare/cluster';
import { readValues } from '../compare/cluster';
import { readMesh } from '../compare/ours';
import { compareMesh } from '../compare/questions';
import type { Request } from '../generate/requests';
import { FOUND, FOUND_CLUSTERS, readGoldens, SEEDED, SEEDED_CLUSTERS } from '../record/goldens';
import { ourAnswer } from '../requests/ours';

const VECTORS = path.resolve(__dirname, '../../test/vectors');

type RecordedRequest = Request & { readonly id: string; readonly expect: { readonly waypoint?: string } };

const KNOWN = new Set(process.argv[2] === undefined ? [] : fs.readFileSync(process.argv[2], 'utf8').split('\n'));

/**
 * Prints of which recorded meshes and requests the engine says anything else than what is recorded: the tests of these would
 * notice. With a file of such lines as argument it fails at the first one that is not in there.
 */
function main(): void {
  for (const { name, yaml, answer } of [FOUND, SEEDED, path.join(VECTORS, 'random')].flatMap(readGoldens)) {
    const { differences } = compareMesh(readValues(yaml), answer);
    if (differences.length > 0) note(name);
  }
  for (const { name, yaml, answer } of [FOUND_CLUSTERS, SEEDED_CLUSTERS].flatMap((folder) => readGoldens<ClustersAnswer>(folder))) {
    if (compareClusters(readValues(yaml), answer).differences.length > 0) note(`clusters ${name}`);
  }
  const folder = path.join(VECTORS, 'requests');
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
    const requests = JSON.parse(fs.readFileSync(path.join(folder, file.replace(/yaml$/, 'json')), 'utf8')) as RecordedRequest[];
    askAll(readValues(fs.readFileSync(path.join(folder, file), 'utf8')), requests, file);
  }
}

function askAll(values: readonly Value[], requests: readonly RecordedRequest[], file: string): void {
  const { mesh } = readMesh(values, 'assume');
  for (const request of requests) {
    const ours = ourAnswer(mesh, request, request.expect.waypoint);
    if (!('answer' in ours) || !isDeepStrictEqual(ours.answer, request.expect)) note(`${file} ${request.id}`);
  }
}

function note(line: string): void {
  if (process.argv[2] !== undefined && !KNOWN.has(line)) process.exit(1);
  process.stdout.write(`${line}\n`);
}

main();
