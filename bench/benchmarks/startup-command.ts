import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Benchmark } from '../benchmark';
import { writeFleet } from '../inputs/fleet';

const COMMAND = path.join(__dirname, '../../bin/waypoint');

/** `waypoint bindings` on a small file, against a process that does nothing. */
export const startupCommand: Benchmark = {
  name: 'startup/node',
  inMilliseconds: true,
  obstacle: () => fs.existsSync(path.join(__dirname, '../../lib/cli.js')) ? undefined : 'lib/cli.js is missing: run "npx projen compile"',
  prepare: (folder) => ({ subject: { args: [COMMAND, 'bindings', writeFleet(folder, 1)] }, base: { args: ['-e', '0'] } }),
};
