import type { Benchmark } from '../benchmark';
import { OBJECTS_PER_NAMESPACE } from '../inputs/bundle';
import { writeFleet } from '../inputs/fleet';
import { run } from '../measure';
import { bundleWorker } from '../worker';

const NAMESPACES = 5000;

/** Reading and binding, against the parsing of YAML that is in it. */
export const bindingsRead: Benchmark = {
  name: 'bindings-5000/read',
  prepare: (folder) => {
    const file = writeFleet(folder, NAMESPACES);
    const subject = { args: [bundleWorker('read-and-bind', folder), file], time: 'printed' as const };
    const base = { args: [bundleWorker('parse', folder), file], time: 'printed' as const };
    const objects = NAMESPACES * OBJECTS_PER_NAMESPACE;
    const bound = JSON.parse(run(subject)) as object;
    const parsed = JSON.parse(run(base)) as object;
    if (!isEqual(bound, { objects, bound: NAMESPACES, problems: 0 }) || !isEqual(parsed, { objects })) {
      throw new Error(`expected ${objects} objects and ${NAMESPACES} bindings, got ${JSON.stringify({ bound, parsed })}`);
    }
    return { subject, base };
  },
};

function isEqual(actual: object, expected: object): boolean {
  return JSON.stringify({ ...actual, ms: 0 }) === JSON.stringify({ ms: 0, ...expected });
}
