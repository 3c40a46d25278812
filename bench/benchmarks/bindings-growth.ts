import type { Benchmark, Command } from '../benchmark';
import { OBJECTS_PER_NAMESPACE } from '../inputs/bundle';
import { writeFleet } from '../inputs/fleet';
import { bundleWorker } from '../worker';

/** The cost of an object among many, against its cost among few. */
export const bindingsGrowth: Benchmark = {
  name: 'bindings-5000/bindings-500',
  prepare: (folder) => {
    const worker = bundleWorker('read-and-bind', folder);
    const command = (namespaces: number): Command =>
      ({ args: [worker, writeFleet(folder, namespaces)], time: 'printed', objects: namespaces * OBJECTS_PER_NAMESPACE });
    return { subject: command(5000), base: command(500) };
  },
};
