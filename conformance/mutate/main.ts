import * as path from 'node:path';
import type { Mutation } from './mutations';
import { mutationsOf } from './mutations';
import { Sandbox } from './sandbox';
import { parseArguments } from '../arguments';
import { Random } from '../generate/random';

const USAGE = 'npm run conformance:mutate -- [--mutations N] [--seed S] [FOLDER...]';
const ROOT = path.resolve(__dirname, '../..');

/** Where the engine decides. */
const FOLDERS = ['src/mesh', 'src/binding'];

/** How many breakages are tried. */
const MUTATIONS = 60;

/** Breaks the engine, one place at a time, and says which breakages no test notices. */
function main(args: readonly string[]): number {
  const { seed, paths, flags } = parseArguments(args, { usage: USAGE, meshes: 0, options: ['mutations'] });
  const folders = paths.length > 0 ? paths : FOLDERS;
  const all = folders.flatMap((folder) => mutationsOf(ROOT, folder));
  const chosen = new Random(seed).some(all, Number(flags.mutations ?? MUTATIONS), Number(flags.mutations ?? MUTATIONS));
  process.stdout.write(`${chosen.length} of ${all.length} mutations of ${folders.join(', ')}, seed ${seed}\n`);
  const sandbox = new Sandbox(ROOT);
  process.once('SIGINT', () => {
    sandbox.remove();
    process.exit(130);
  });
  try {
    if (!sandbox.passes([...new Set(chosen.map(({ file }) => file))])) throw new Error('the tests fail as it is');
    const survivors = chosen.filter((mutation) => !noticed(sandbox, mutation));
    process.stdout.write(`${chosen.length - survivors.length} noticed, ${survivors.length} not\n`);
    return survivors.length > 0 ? 1 : 0;
  } finally {
    sandbox.remove();
  }
}

function noticed(sandbox: Sandbox, mutation: Mutation): boolean {
  const isNoticed = sandbox.notices(mutation);
  const { file, line, operator, before, after } = mutation;
  if (!isNoticed) process.stdout.write(`\nNOT NOTICED ${file}:${line}: ${operator}\n  - ${oneLine(before)}\n  + ${oneLine(after)}\n`);
  return isNoticed;
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
