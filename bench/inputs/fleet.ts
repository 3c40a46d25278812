import * as fs from 'node:fs';
import * as path from 'node:path';
import { dump } from 'js-yaml';
import { bundleOf, namespacesOf } from './bundle';

/** Writes a fleet of namespaces, each with a waypoint of its own and what goes with it, into one file. */
export function writeFleet(folder: string, namespaces: number): string {
  const file = path.join(folder, `fleet-${namespaces}.yaml`);
  fs.writeFileSync(file, textOf(namespacesOf(namespaces)));
  return file;
}

/** The objects of some namespaces as text. */
export function textOf(namespaces: readonly string[]): string {
  return namespaces.flatMap(bundleOf).map((manifest) => dump(manifest, { noRefs: true })).join('---\n');
}
