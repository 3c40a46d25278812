import * as fs from 'node:fs';
import * as path from 'node:path';
import { answerFile, FOUND, goldenNames, modeOf, SEEDED } from './goldens';
import { recordRequests } from './request-goldens';
import { isMapping } from '../../src/mesh/fields';
import { Judge } from '../compare/judge';
import { meshYaml, randomMesh } from '../generate/mesh';
import { endWhenInterrupted } from '../judge-process';
import { RequestJudge } from '../requests/judge';

/** How many random meshes are kept, from seed 1. */
const MESHES = 48;

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
    const changes = await Promise.all([SEEDED, FOUND].flatMap((folder) => goldenNames(folder).map((name) => record(judge, folder, name))));
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
  fs.mkdirSync(SEEDED, { recursive: true });
  for (const file of fs.readdirSync(SEEDED)) if (file.endsWith('.yaml')) fs.rmSync(path.join(SEEDED, file));
  for (let seed = 1; seed <= MESHES; seed++) {
    const mesh = randomMesh(seed);
    fs.writeFileSync(path.join(SEEDED, `${mesh.mode}-${String(seed).padStart(4, '0')}.yaml`), meshYaml(mesh));
  }
}

/** Records one answer. Returns what changed, as text. */
async function record(judge: Judge, folder: string, name: string): Promise<string | undefined> {
  const yaml = fs.readFileSync(path.join(folder, `${name}.yaml`), 'utf8');
  const { answer, failed } = await judge.ask({ do: 'mesh', mode: modeOf(name), yaml });
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
