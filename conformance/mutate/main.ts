import * as path from 'node:path';
import type { Mutation } from './mutations';
import { mutationsOf } from './mutations';
import type { Noticed } from './sandbox';
import { Sandbox } from './sandbox';
import { parseArguments } from '../arguments';
import { Random } from '../generate/random';
import { endWhenInterrupted } from '../judge-process';

const USAGE = 'npm run conformance:mutate -- [--mutations N] [--seed S] [FOLDER...]';
const ROOT = path.resolve(__dirname, '../..');

/** Where the engine decides. */
const FOLDERS = ['binding', 'authorization', 'routing', 'request', 'registry', 'mesh', 'traffic'].map((folder) => `src/${folder}`);

/** How many breakages are tried. */
const MUTATIONS = 63;

/** Breaks the engine, one place at a time, and says which breakages no test notices. */
function main(args: readonly string[]): number {
  const { seed, paths, flags } = parseArguments(args, { usage: USAGE, meshes: 0, options: ['mutations'] });
  const folders = paths.length > 0 ? paths : FOLDERS;
  const chosen = choose(folders, Number(flags.mutations ?? MUTATIONS), new Random(seed));
  write(`${chosen.length} mutations of ${folders.join(', ')}, seed ${seed}\n`);
  endWhenInterrupted();
  const sandbox = new Sandbox(ROOT);
  process.once('exit', () => sandbox.remove());
  const counts = new Map<Noticed, number>();
  for (const mutation of chosen) {
    const by = sandbox.noticedBy(mutation);
    counts.set(by, (counts.get(by) ?? 0) + 1);
    report(mutation, by);
  }
  write(`\n${[...counts].map(([by, count]) => `noticed by ${by}: ${count}\n`).join('')}`);
  return counts.has('nothing') ? 1 : 0;
}

/** As many mutations of each folder. */
function choose(folders: readonly string[], count: number, random: Random): Mutation[] {
  const each = Math.ceil(count / folders.length);
  return folders.flatMap((folder) => random.some(mutationsOf(ROOT, folder), each, each));
}

function report({ file, line, operator, before, after }: Mutation, by: Noticed): void {
  write(`${file}:${line}: ${operator}: noticed by ${by}\n`);
  if (by === 'nothing') write(`  - ${oneLine(before)}\n  + ${oneLine(after)}\n`);
}

function write(text: string): void {
  process.stdout.write(text);
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 120 ? `${line.slice(0, 117)}...` : line;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`conformance: ${(error as Error).message}\n`);
  process.exitCode = 2;
}
