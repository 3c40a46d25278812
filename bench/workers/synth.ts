import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ApiObjectProps } from 'cdk8s';
import { ApiObject, App, Chart } from 'cdk8s';
import { WaypointApp } from '../../src/constructs/app/waypoint-app';
import { bundleOf, namespacesOf } from '../inputs/bundle';

/** A chart for each namespace, written by `cdk8s`, by `ours`, or as `json` without any construct. */
const [writer, count, outdir] = process.argv.slice(2);

function synthesize(app: App): void {
  for (const namespace of namespacesOf(Number(count))) {
    const chart = new Chart(app, namespace);
    for (const manifest of bundleOf(namespace)) new ApiObject(chart, `${manifest.kind}-${manifest.metadata.name}`, manifest as ApiObjectProps);
  }
  app.synth();
}

function stringify(): void {
  fs.mkdirSync(outdir, { recursive: true });
  for (const namespace of namespacesOf(Number(count))) {
    fs.writeFileSync(path.join(outdir, `${namespace}.json`), bundleOf(namespace).map((manifest) => `${JSON.stringify(manifest)}\n`).join('---\n'));
  }
}

const start = process.hrtime.bigint();
if (writer === 'json') stringify();
else synthesize(writer === 'ours' ? new WaypointApp({ outdir }) : new App({ outdir }));
process.stdout.write(JSON.stringify({ ms: Number(process.hrtime.bigint() - start) / 1e6 }));
