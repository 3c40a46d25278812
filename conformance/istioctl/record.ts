import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * Asks istioctl's own code what it prints for the arguments in the record, and writes the record anew:
 *
 *     conformance/build.sh istioctl && npx ts-node -T conformance/istioctl/record.ts
 */
const RECORD = path.join(__dirname, '../../test/cli/generate/istioctl.json');
const JUDGE = path.join(__dirname, '../bin/istioctl');

const calls: { readonly args: readonly string[] }[] = JSON.parse(fs.readFileSync(RECORD, 'utf8'));
const { stdout, status, error } = spawnSync(JUDGE, { input: calls.map(({ args }) => `${JSON.stringify(args)}\n`).join(''), encoding: 'utf8' });
if (error || status !== 0) throw error ?? new Error(`${JUDGE} ended with ${status}`);
const answers = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as string);
const lines = calls.map(({ args }, index) => `  ${JSON.stringify({ args, prints: answers[index] })}`);
fs.writeFileSync(RECORD, `[\n${lines.join(',\n')}\n]\n`);
