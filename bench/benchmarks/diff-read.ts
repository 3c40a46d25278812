import type { Benchmark } from '../benchmark';
import { OBJECTS_PER_SHOP, writeShops } from '../inputs/shops';
import { run } from '../measure';
import { bundleWorker } from '../worker';

const NAMESPACES = 5000;
/** The namespace of which a policy changes. */
const CHANGED = 4321;

/** Reading two large meshes that differ in one policy, and comparing them, against the parsing of both by the YAML library. */
export const diffRead: Benchmark = {
  name: 'diff-5000/read',
  prepare: (folder) => {
    const files = [writeShops(folder, NAMESPACES, undefined), writeShops(folder, NAMESPACES, CHANGED)];
    const subject = [bundleWorker('read-and-diff', folder), ...files];
    const base = [bundleWorker('parse', folder), ...files];
    const { gained, lost, bindings, routes, policies } = JSON.parse(run({ args: subject })) as Record<string, number>;
    const { objects } = JSON.parse(run({ args: base })) as { objects: number };
    const found = JSON.stringify({ gained, lost, bindings, routes, policies, objects });
    const total = 2 * NAMESPACES * OBJECTS_PER_SHOP;
    const expected = JSON.stringify({ gained: 1, lost: 0, bindings: 0, routes: 0, policies: 1, objects: total });
    if (found !== expected) throw new Error(`expected ${expected}, found ${found}`);
    return { subject: { args: subject, time: 'printed' }, base: { args: base, time: 'printed' } };
  },
};
