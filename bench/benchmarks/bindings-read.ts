import type { Benchmark } from '../benchmark';
import { OBJECTS_PER_NAMESPACE } from '../inputs/bundle';
import { writeFleet } from '../inputs/fleet';
import { run } from '../measure';
import { bundleWorker } from '../worker';

const NAMESPACES = 5000;

/** Reading and binding, against the parsing of the same files by the YAML library. */
export const bindingsRead: Benchmark = {
  name: 'bindings-5000/read',
  prepare: (folder) => {
    const file = writeFleet(folder, NAMESPACES);
    const subject = { args: [bundleWorker('read-and-bind', folder), file], time: 'printed' as const };
    const base = { args: [bundleWorker('parse', folder), file], time: 'printed' as const };
    const objects = NAMESPACES * OBJECTS_PER_NAMESPACE;
    const bound = JSON.parse(run(subject)) as Read;
    const parsed = JSON.parse(run(base)) as Read;
    if (bound.objects !== objects || bound.bound !== NAMESPACES || bound.problems !== 0 || parsed.objects !== objects) {
      throw new Error(`expected ${objects} objects and ${NAMESPACES} bindings, got ${JSON.stringify({ bound, parsed })}`);
    }
    return { subject, base };
  },
};

/** What a worker prints. */
interface Read {
  readonly objects: number;
  readonly bound?: number;
  readonly problems?: number;
}
