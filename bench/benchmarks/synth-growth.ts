import type { Benchmark, Command } from '../benchmark';
import { OBJECTS_PER_NAMESPACE } from '../inputs/bundle';
import { synthCommand } from '../synth-worker';

/** The cost of an object among many, against its cost among few; without start-up. */
export const synthGrowth: Benchmark = {
  name: 'synth-5000/synth-1000',
  prepare: (folder) => {
    const command = (namespaces: number): Command =>
      ({ ...synthCommand(folder, 'ours', namespaces), time: 'printed', objects: namespaces * OBJECTS_PER_NAMESPACE });
    return { subject: command(5000), base: command(1000) };
  },
};
