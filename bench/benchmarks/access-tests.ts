import type { Benchmark, Command } from '../benchmark';
import { writeAccessTests, writeApplications } from '../inputs/applications';
import { writeFleet } from '../inputs/fleet';
import { run } from '../measure';
import { bundleWorker } from '../worker';

const NAMESPACES = 5000;

/** Ten thousand access tests, against one. */
export const accessTests: Benchmark = {
  name: 'test-10000/test-1',
  prepare: (folder) => ({ subject: tester(folder, 10000), base: tester(folder, 1) }),
};

/** @throws if a case fails that should pass */
function tester(folder: string, cases: number): Command {
  const files = [writeFleet(folder, NAMESPACES), writeApplications(folder, NAMESPACES), writeAccessTests(folder, NAMESPACES, cases)];
  const args = [bundleWorker('access-tests', folder), ...files];
  const { passed, problems } = JSON.parse(run({ args })) as { passed: number; problems: number };
  if (passed !== cases || problems > 0) throw new Error(`expected ${cases} cases to pass, got ${passed} and ${problems} problems`);
  return { args, time: 'printed' };
}
