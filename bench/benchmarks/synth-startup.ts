import type { Benchmark } from '../benchmark';
import { synthCommand } from '../synth-worker';
import { bundleWorker } from '../worker';

/** A program with one namespace, against one that only loads cdk8s. */
export const synthStartup: Benchmark = {
  name: 'synth-1/cdk8s-loaded',
  prepare: (folder) => ({ subject: synthCommand(folder, 'ours', 1), base: { args: [bundleWorker('load-cdk8s', folder)] } }),
};
