import type { Benchmark, Command } from '../benchmark';
import { OBJECTS_PER_NAMESPACE } from '../inputs/bundle';
import { writeFleet } from '../inputs/fleet';
import { run } from '../measure';
import { bundleWorker } from '../worker';

const NAMESPACES = 5000;

/** Reading and linting, against the parsing of the same files by the YAML library. */
export const lintRead: Benchmark = {
  name: 'lint-5000/read',
  prepare: (folder) => ({ subject: linter(folder, NAMESPACES), base: parser(folder, NAMESPACES) }),
};

/** The cost of an object among many, against its cost among few. */
export const lintGrowth: Benchmark = {
  name: 'lint-5000/lint-500',
  prepare: (folder) => ({ subject: linter(folder, NAMESPACES), base: linter(folder, 500) }),
};

/** The peak memory of reading and linting, against that of holding the parsed objects. */
export const lintMemory: Benchmark = {
  name: 'lint-memory-5000/read',
  prepare: (folder) => ({
    subject: { ...linter(folder, NAMESPACES), memory: true },
    base: { ...parser(folder, NAMESPACES), memory: true },
  }),
};

function linter(folder: string, namespaces: number): Command {
  return checked(folder, 'read-and-lint', namespaces);
}

function parser(folder: string, namespaces: number): Command {
  return checked(folder, 'parse', namespaces);
}

/** @throws if the worker does not read every object, or finds mistakes: there are none in the fleet, so that none are rendered */
function checked(folder: string, worker: string, namespaces: number): Command {
  const args = [bundleWorker(worker, folder), writeFleet(folder, namespaces)];
  const expected = namespaces * OBJECTS_PER_NAMESPACE;
  const { objects, findings = 0, problems = 0 } = JSON.parse(run({ args })) as { objects: number; findings?: number; problems?: number };
  if (objects !== expected || findings > 0 || problems > 0) {
    throw new Error(`expected ${expected} objects, got ${objects}, ${findings} findings and ${problems} problems`);
  }
  return { args, time: 'printed', objects };
}
