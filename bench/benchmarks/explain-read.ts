import type { Benchmark } from '../benchmark';
import { APPLICATION_OBJECTS, writeApplications } from '../inputs/applications';
import { namespacesOf, OBJECTS_PER_NAMESPACE } from '../inputs/bundle';
import { writeFleet } from '../inputs/fleet';
import { run } from '../measure';
import { bundleWorker } from '../worker';

const NAMESPACES = 5000;

/** Reading and explaining one request, against the parsing of the same files by the YAML library. */
export const explainRead: Benchmark = {
  name: 'explain-5000/read',
  prepare: (folder) => {
    const files = [writeFleet(folder, NAMESPACES), writeApplications(folder, NAMESPACES)];
    const [home] = namespacesOf(NAMESPACES);
    const subject = [bundleWorker('explain', folder), `${home}/productpage`, `cart.${home}:80`, ...files];
    const base = [bundleWorker('parse', folder), ...files];
    const { objects, verdict, problems } = JSON.parse(run({ args: subject })) as { objects: number; verdict: string; problems: number };
    if (objects !== NAMESPACES * OBJECTS_PER_NAMESPACE + APPLICATION_OBJECTS || verdict !== 'allowed' || problems > 0) {
      throw new Error(`expected an allowed request and no problems, got ${verdict}, ${objects} objects and ${problems} problems`);
    }
    return { subject: { args: subject, time: 'printed' }, base: { args: base, time: 'printed' } };
  },
};
