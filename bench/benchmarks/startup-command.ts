import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Benchmark } from '../benchmark';
import { writeFleet } from '../inputs/fleet';

const COMMAND = path.join(__dirname, '../../bin/waypoint');

/** `waypoint bindings` on a small file, against a process that does nothing. */
export const startupCommand: Benchmark = startup('startup/node', ['bindings']);

/** `waypoint lint` on a small file: it loads all rules, and the schemas of what is in the file. */
export const startupLint: Benchmark = startup('startup-lint/node', ['lint']);

function startup(name: string, args: readonly string[]): Benchmark {
  return {
    name,
    inMilliseconds: true,
    obstacle: () => fs.existsSync(path.join(__dirname, '../../lib/cli.js')) ? undefined : 'lib/cli.js is missing: run "npx projen compile"',
    prepare: (folder) => ({ subject: { args: [COMMAND, ...args, writeFleet(folder, 1)] }, base: { args: ['-e', '0'] } }),
  };
}
