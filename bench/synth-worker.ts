import * as fs from 'node:fs';
import * as path from 'node:path';
import { loadAll } from 'js-yaml';
import type { Command } from './benchmark';
import { bundleOf, namespacesOf } from './inputs/bundle';
import { run } from './measure';
import { bundleWorker } from './worker';

/** Who writes: `WaypointApp`, the `App` of cdk8s, or `JSON.stringify` without any construct. */
export type Writer = 'ours' | 'cdk8s' | 'json';

/** The process that writes a fleet, a file for each namespace, and the folder that it writes to. */
export function synthCommand(folder: string, writer: Writer, namespaces: number): Command & { readonly outdir: string } {
  const outdir = path.join(folder, `${writer}-${namespaces}`);
  return { args: [bundleWorker('synth', folder), writer, String(namespaces), outdir], outdir };
}

/**
 * Runs two commands and compares the objects that they give.
 * @throws if one of them does not give those of the fleet
 */
export function compareObjects(namespaces: number, ...outputs: readonly { readonly command: Command; readonly outdir?: string }[]): void {
  const expected = sorted(namespacesOf(namespaces).flatMap(bundleOf));
  for (const { command, outdir } of outputs) {
    const printed = run(command);
    const found = sorted((outdir ? textsIn(outdir) : [printed]).flatMap((text) => loadAll(text)).filter(Boolean));
    if (found !== expected) throw new Error(`${command.program ?? 'node'} ${command.args.join(' ')} gave other objects than those of the fleet`);
  }
}

/** The texts in a folder. */
export function textsIn(folder: string): string[] {
  return fs.readdirSync(folder).filter((file) => !file.startsWith('.')).sort().map((file) => fs.readFileSync(path.join(folder, file), 'utf8'));
}

function sorted(objects: readonly unknown[]): string {
  return objects.map((object) => JSON.stringify(object, (_, value: unknown) => isMap(value) ? Object.fromEntries(Object.entries(value).sort()) : value)).sort().join('\n');
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
