import * as fs from 'node:fs';
import { parseArgs } from 'node:util';
import type { Benchmark } from './benchmark';
import { accessTests } from './benchmarks/access-tests';
import { bindingsGrowth } from './benchmarks/bindings-growth';
import { bindingsRead } from './benchmarks/bindings-read';
import { diffRead } from './benchmarks/diff-read';
import { explainRead } from './benchmarks/explain-read';
import { lintGrowth, lintMemory, lintRead } from './benchmarks/lint';
import { startupCommand, startupLint } from './benchmarks/startup-command';
import { synthCdk8s } from './benchmarks/synth-cdk8s';
import { synthGrowth } from './benchmarks/synth-growth';
import { synthHelm } from './benchmarks/synth-helm';
import { synthJson } from './benchmarks/synth-json';
import { synthKustomize } from './benchmarks/synth-kustomize';
import { synthStartup } from './benchmarks/synth-startup';
import type { Measurement } from './measure';
import { measure } from './measure';
import { makeScratchFolder, scratchRoot } from './scratch-folder';

/** Every benchmark; a file in `bench/benchmarks` has one, or one at several sizes. */
const BENCHMARKS: readonly Benchmark[] = [
  bindingsRead, bindingsGrowth, diffRead, explainRead, accessTests, lintRead, lintGrowth, lintMemory, startupCommand, startupLint,
  ...synthCdk8s, ...synthHelm, ...synthKustomize, ...synthJson, synthGrowth, synthStartup,
];
const ROUNDS = 5;

interface Skipped { readonly name: string; readonly why: string }

function main(): void {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' }, rounds: { type: 'string' } } });
  const rounds = Number(values.rounds ?? ROUNDS);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${values.rounds} is not a positive number`);
  const unknown = positionals.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(', ')}; known are ${BENCHMARKS.map(({ name }) => name).join(', ')}`);
  const wanted = BENCHMARKS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const results = wanted.map((benchmark) => ({ benchmark, result: attempt(benchmark, rounds, positionals.length > 0) }));
  process.stdout.write(values.json ? json(results, rounds) : text(results));
}

type Results = readonly { readonly benchmark: Benchmark; readonly result: Measurement | Skipped }[];

function attempt(benchmark: Benchmark, rounds: number, isNamed: boolean): Measurement | Skipped {
  const tooLong = benchmark.duration && !isNamed ? `it takes ${benchmark.duration}: name it to run it` : undefined;
  const why = tooLong ?? benchmark.obstacle?.();
  if (why !== undefined) return { name: benchmark.name, why };
  const folder = makeScratchFolder();
  try {
    return measure(benchmark, benchmark.prepare(folder), rounds);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function isSkipped(result: Measurement | Skipped): result is Skipped {
  return 'why' in result;
}

function json(results: Results, rounds: number): string {
  const answer = {
    ratios: {} as Record<string, number>,
    ms: {} as Record<string, number>,
    ranges: {} as Record<string, { min: number; max: number }>,
    rounds,
    folder: scratchRoot(),
    skipped: results.flatMap(({ result }) => isSkipped(result) ? [result] : []),
  };
  for (const { benchmark: { name, inMilliseconds }, result } of results) {
    if (isSkipped(result)) continue;
    (inMilliseconds ? answer.ms : answer.ratios)[name] = rounded(result.median);
    answer.ranges[name] = { min: rounded(result.min), max: rounded(result.max) };
  }
  return `${JSON.stringify(answer, null, 2)}\n`;
}

function text(results: Results): string {
  const lines = results.map(({ benchmark: { name, inMilliseconds }, result }) => {
    if (isSkipped(result)) return `${name.padEnd(32)} skipped: ${result.why}\n`;
    const unit = inMilliseconds ? ' ms' : '';
    return `${name.padEnd(32)} ${rounded(result.median)}${unit}  (${rounded(result.min)} to ${rounded(result.max)})\n`;
  });
  return [...lines, `files were written to ${scratchRoot()}\n`].join('');
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

try {
  main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
