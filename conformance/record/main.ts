import * as fs from 'node:fs';
import * as path from 'node:path';
import { answerFile, FOUND, FOUND_CLUSTERS, goldenNames, modeOf, SEEDED, SEEDED_CLUSTERS } from './goldens';
import { recordRequests } from './request-goldens';
import { isMapping } from '../../src/mesh/fields';
import type { Question } from '../compare/judge';
import { Judge } from '../compare/judge';
import { randomClusterMesh } from '../generate/cluster-mesh';
import type { RandomMesh } from '../generate/mesh';
import { meshYaml, randomMesh } from '../generate/mesh';
import { endWhenInterrupted } from '../judge-process';
import { RequestJudge } from '../requests/judge';

/** How many random meshes are kept, from seed 1. */
const MESHES = 48;
const CLUSTER_MESHES = 16;

/** What is asked of the meshes of each folder. */
const QUESTIONS: readonly (readonly [Question['do'], string])[] = [
  ['mesh', SEEDED], ['mesh', FOUND], ['clusters', SEEDED_CLUSTERS], ['clusters', FOUND_CLUSTERS],
];

/** Asks Istio's code anew for all recorded answers, and says what changed. */
async function main(): Promise<number> {
  if (!Judge.isBuilt()) {
    process.stderr.write('conformance: NOT RECORDED: there is no judge; conformance/build.sh makes it, which takes Go\n');
    return 2;
  }
  endWhenInterrupted();
  writeSeeded();
  const judge = new Judge();
  try {
    const asked = QUESTIONS.flatMap(([question, folder]) => goldenNames(folder).map((name) => record(judge, question, folder, name)));
    const changes = await Promise.all(asked);
    const changed = changes.filter((change) => change !== undefined);
    for (const change of changed) process.stdout.write(change);
    process.stdout.write(`${changes.length} meshes, ${changed.length} of them with other answers than before\n`);
  } finally {
    judge.close();
  }
  return recordAnswersToRequests();
}

/** Envoy's answers to requests, where there is an Envoy. */
async function recordAnswersToRequests(): Promise<number> {
  const missing = RequestJudge.missing();
  if (missing !== undefined) {
    process.stderr.write(`conformance: REQUESTS NOT RECORDED: ${missing}\n`);
    return 2;
  }
  const changes = await recordRequests();
  for (const change of changes) process.stdout.write(change);
  process.stdout.write(`${changes.length} requests with other answers than before\n`);
  return 0;
}

function writeSeeded(): void {
  writeMeshes(SEEDED, MESHES, randomMesh);
  writeMeshes(SEEDED_CLUSTERS, CLUSTER_MESHES, (seed) => ({ mode: 'assume', objects: randomClusterMesh(seed) }));
}

function writeMeshes(folder: string, count: number, make: (seed: number) => Pick<RandomMesh, 'mode' | 'objects'>): void {
  fs.mkdirSync(folder, { recursive: true });
  for (const file of fs.readdirSync(folder)) if (file.endsWith('.yaml')) fs.rmSync(path.join(folder, file));
  for (let seed = 1; seed <= count; seed++) {
    const mesh = make(seed);
    fs.writeFileSync(path.join(folder, `${mesh.mode}-${String(seed).padStart(4, '0')}.yaml`), meshYaml(mesh));
  }
}

/** Records one answer. Returns what changed, as text. */
async function record(judge: Judge, question: Question['do'], folder: string, name: string): Promise<string | undefined> {
  const yaml = fs.readFileSync(path.join(folder, `${name}.yaml`), 'utf8');
  const { answer, failed } = await judge.ask({ do: question, mode: modeOf(name), yaml });
  if (failed) return `${name}: no answer (${failed.kind}): ${failed.message}\n`;
  const file = answerFile(folder, name);
  const before: unknown = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : {};
  fs.writeFileSync(file, `${JSON.stringify(answer, null, 1)}\n`);
  const changes = changedPaths(before, answer, []);
  return changes.length > 0 ? `${name}:\n${changes.slice(0, SHOWN).map((change) => `  ${change}\n`).join('')}` : undefined;
}

/** Changes that are printed of one mesh. */
const SHOWN = 10;

function changedPaths(before: unknown, after: unknown, at: readonly string[]): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isMapping(before) || !isMapping(after)) return [`${at.join(' ')}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => changedPaths(before[key], after[key], [...at, key]));
}

main().then((code) => { process.exitCode = code; }, (error: Error) => {
  process.stderr.write(`conformance: ${error.message}\n`);
  process.exitCode = 2;
});
