import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';
import { writeFleet } from '../bench/inputs/fleet';

/** Runs the bundled command line on a small mesh, without and with a mistake, and keeps what the machine compiled for that in `lib/cli.cache`. */
const BUNDLE = path.join(__dirname, '../lib/cli.js');
const { cacheOf, loadBundle } = createRequire(__filename)('../bin/load-bundle') as {
  cacheOf(bundle: string): string;
  loadBundle(bundle: string): { script: { createCachedData(): Buffer }; exports: { main(args: string[], streams: object): number } };
};

fs.rmSync(cacheOf(BUNDLE), { force: true });
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waypoint-'));
const stream = { write: () => true };
const { script, exports: command } = loadBundle(BUNDLE);
const file = writeFleet(folder, 1);
const mistaken = path.join(folder, 'mistaken.yaml');
fs.writeFileSync(mistaken, fs.readFileSync(file, 'utf8').replace('use-waypoint: waypoint', 'use-waypoint: nowhere'));
for (const args of [['bindings', file], ['lint', file], ['lint', mistaken]]) command.main(args, { stdout: stream, stderr: stream, env: {} });
fs.rmSync(folder, { recursive: true });
fs.writeFileSync(cacheOf(BUNDLE), script.createCachedData());
