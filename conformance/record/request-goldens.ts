import * as fs from 'node:fs';
import * as path from 'node:path';
import { GOLDENS } from './goldens';
import { toYaml } from '../generate/manifest';
import { randomRequestMesh } from '../generate/request-mesh';
import type { Request } from '../generate/requests';
import { randomSandwichMesh } from '../generate/sandwich-mesh';
import type { Answer } from '../requests/answer';
import { RequestJudge } from '../requests/judge';

/** Meshes with requests to them, and what a real Envoy made of these. */
const FOLDER = path.join(GOLDENS, 'requests');

/** Random meshes, made anew with their answers. */
export const SEEDED_REQUESTS = path.join(FOLDER, 'seeded');

/** Small meshes that once showed a difference. */
export const FOUND_REQUESTS = path.join(FOLDER, 'found');

/** The random meshes that are kept, from seed 1: what their names begin with, and how many. */
const KINDS = [
  { prefix: '', meshes: 12, random: randomRequestMesh },
  { prefix: 'sandwich-', meshes: 6, random: randomSandwichMesh },
];
/** Requests to each. */
const REQUESTS = 40;

/** Requests to a mesh with their recorded answers. */
export interface RequestGolden {
  /** Without folder and ending. */
  readonly name: string;
  readonly yaml: string;
  /** Objects that a cluster refuses. */
  readonly rejected: readonly string[];
  readonly requests: readonly (Request & { readonly expect: Answer | null })[];
}

/** The goldens of a folder, by name. */
export function readRequestGoldens(folder: string): RequestGolden[] {
  const files = fs.existsSync(folder) ? fs.readdirSync(folder).filter((file) => file.endsWith('.yaml')).sort() : [];
  return files.map((file) => {
    const name = file.slice(0, -'.yaml'.length);
    const yaml = fs.readFileSync(path.join(folder, file), 'utf8');
    return { name, yaml, ...JSON.parse(fs.readFileSync(path.join(folder, `${name}.json`), 'utf8')) as Pick<RequestGolden, 'rejected' | 'requests'> };
  });
}

/** Asks Envoy anew for all recorded answers. Returns what changed, as text: a line for each request. */
export async function recordRequests(): Promise<string[]> {
  writeSeeded();
  const judge = new RequestJudge(2);
  try {
    const changes = [SEEDED_REQUESTS, FOUND_REQUESTS]
      .flatMap((folder) => readRequestGoldens(folder).map((golden) => record(judge, folder, golden)));
    return (await Promise.all(changes)).flat();
  } finally {
    judge.close();
  }
}

function writeSeeded(): void {
  fs.mkdirSync(SEEDED_REQUESTS, { recursive: true });
  const before = new Map(readRequestGoldens(SEEDED_REQUESTS).map((golden) => [golden.name, golden.requests]));
  for (const { prefix, meshes, random } of KINDS) {
    for (let seed = 1; seed <= meshes; seed++) {
      const name = `${prefix}${String(seed).padStart(4, '0')}`;
      const { objects, requests } = random(seed, REQUESTS);
      fs.writeFileSync(path.join(SEEDED_REQUESTS, `${name}.yaml`), toYaml(objects));
      const recorded = requests.map((request, index) => ({ ...request, expect: before.get(name)?.[index]?.expect ?? null }));
      write(SEEDED_REQUESTS, name, { rejected: [], requests: recorded });
    }
  }
}

async function record(judge: RequestJudge, folder: string, { name, yaml, requests }: RequestGolden): Promise<string[]> {
  const verdict = await judge.ask(yaml, requests.map(({ expect: _, ...request }) => request));
  if (!('answers' in verdict)) return [`${name}: no answers (${verdict.kind}): ${verdict.message}\n`];
  const answered = requests.map((request, index) => ({ ...request, expect: verdict.answers[index] }));
  write(folder, name, { rejected: [...verdict.rejected].sort(), requests: answered });
  return answered.flatMap(({ id, expect }, index) => {
    const [before, after] = [requests[index].expect, expect].map((answer) => JSON.stringify(answer));
    return before === after ? [] : [`${name} ${id}: ${before} -> ${after}\n`];
  });
}

function write(folder: string, name: string, { rejected, requests }: Pick<RequestGolden, 'rejected' | 'requests'>): void {
  const lines = requests.map((request) => JSON.stringify(request)).join(',\n');
  fs.writeFileSync(path.join(folder, `${name}.json`), `{"rejected": ${JSON.stringify(rejected)}, "requests": [\n${lines}\n]}\n`);
}
