import * as fs from 'node:fs';
import * as path from 'node:path';
import type { ApiObjectProps } from 'cdk8s';
import { ApiObject, App, Chart } from 'cdk8s';
import { loadAll } from 'js-yaml';
import { WaypointApp } from '../../src/constructs/app/waypoint-app';

/** A chart for each namespace of a file, written by `cdk8s`, by `ours`, or as `json` without any construct. */
const [writer, file, outdir] = process.argv.slice(2);
const charts = new Map<string, ApiObjectProps[]>();
for (const manifest of loadAll(fs.readFileSync(file, 'utf8')) as ApiObjectProps[]) {
  const namespace = manifest.metadata?.namespace ?? manifest.metadata!.name!;
  const objects = charts.get(namespace);
  if (objects) objects.push(manifest);
  else charts.set(namespace, [manifest]);
}

function synthesize(app: App): void {
  for (const [namespace, manifests] of charts) {
    const chart = new Chart(app, namespace);
    for (const manifest of manifests) new ApiObject(chart, `${manifest.kind}-${manifest.metadata!.name}`, manifest);
  }
  app.synth();
}

function stringify(): void {
  fs.mkdirSync(outdir, { recursive: true });
  for (const [namespace, manifests] of charts) {
    fs.writeFileSync(path.join(outdir, `${namespace}.json`), manifests.map((manifest) => JSON.stringify(manifest)).join('\n'));
  }
}

// What is there from the round before would be compared, not written.
fs.rmSync(outdir, { recursive: true, force: true });
const start = process.hrtime.bigint();
if (writer === 'json') stringify();
else synthesize(writer === 'ours' ? new WaypointApp({ outdir }) : new App({ outdir }));
process.stdout.write(JSON.stringify({ ms: Number(process.hrtime.bigint() - start) / 1e6 }));
