import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Benchmark, Command } from '../benchmark';
import { OBJECTS_PER_NAMESPACE, writeFleet } from '../inputs/fleet';
import { run } from '../measure';
import { bundleWorker } from '../worker';

/** Synthesis by `WaypointApp`, against that by the `App` of cdk8s. It takes minutes for thousands of charts: once is enough. */
export const synthByCdk8s: Benchmark = {
  name: 'synth-1000/cdk8s',
  prepare: (folder) => {
    const [subject, base] = [writerOf(folder, 'ours', 1000), writerOf(folder, 'cdk8s', 1000)];
    run(subject.args);
    run(base.args);
    const [ours, theirs] = [subject, base].map(({ args }) => textsIn(args[args.length - 1]));
    if (ours !== theirs) throw new Error('WaypointApp and App wrote different files');
    return { subject, base };
  },
};

/** Synthesis by `WaypointApp`, against writing the same objects as JSON, without any construct. */
export const synthByJson: Benchmark = {
  name: 'synth-5000/json',
  prepare: (folder) => ({ subject: writerOf(folder, 'ours', 5000), base: writerOf(folder, 'json', 5000) }),
};

/** The cost of an object among many, against its cost among few. */
export const synthGrowth: Benchmark = {
  name: 'synth-5000/synth-1000',
  prepare: (folder) => ({ subject: writerOf(folder, 'ours', 5000), base: writerOf(folder, 'ours', 1000) }),
};

function writerOf(folder: string, writer: string, namespaces: number): Command {
  const outdir = path.join(folder, `${writer}-${namespaces}`);
  return {
    args: [bundleWorker('synth', folder), writer, writeFleet(folder, namespaces), outdir],
    time: 'printed',
    objects: namespaces * OBJECTS_PER_NAMESPACE,
  };
}

function textsIn(folder: string): string {
  const files = fs.readdirSync(folder).filter((file) => file.endsWith('.yaml')).sort();
  return files.map((file) => `${file}\n${fs.readFileSync(path.join(folder, file), 'utf8')}`).join('');
}
