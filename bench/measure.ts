import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import type { Benchmark, Command, Pair } from './benchmark';

/** What was measured: the median of the rounds, the least and the greatest. */
export interface Measurement {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Runs the two commands in turn, round by round, so that a busy machine slows both. */
export function measure({ inMilliseconds }: Benchmark, { subject, base }: Pair, rounds: number): Measurement {
  const values = Array.from({ length: rounds }, () => {
    const [a, b] = [costOf(subject), costOf(base)];
    return inMilliseconds ? a - b : a / b;
  }).sort((a, b) => a - b);
  const middle = Math.floor(rounds / 2);
  const median = rounds % 2 === 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  return { median, min: values[0], max: values[rounds - 1] };
}

/** How many folders were moved out of the way. */
let rounds = 0;

/** Milliseconds or megabytes, per object. */
function costOf(command: Command): number {
  const { time, memory, objects = 1, outdir } = command;
  // What is there from the round before would be compared, not written. It is not removed either: file systems such as ext4
  // look through what was removed last for each file that is made, and that would be measured.
  if (outdir && fs.existsSync(outdir)) fs.renameSync(outdir, `${outdir}-${rounds++}`);
  const start = process.hrtime.bigint();
  const output = run(command);
  const whole = Number(process.hrtime.bigint() - start) / 1e6;
  if (time !== 'printed' && !memory) return whole / objects;
  const { ms, mb } = JSON.parse(output) as { ms: number; mb: number };
  return (memory ? mb : ms) / objects;
}

/**
 * What a command prints.
 * @throws if it fails
 */
export function run({ program = process.execPath, args }: Command): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (error || status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${error?.message ?? stderr}`);
  return stdout;
}
