import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { App } from 'cdk8s';
import type { Delivery } from '../../../src';
import { WaypointApp } from '../../../src';

/** Declares something in an app with a delivery and gives the files that it writes, by path, in order. */
export function written(delivery: Delivery, declare: (app: App) => void): Record<string, string> {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-waypoint-'));
  try {
    const app = new WaypointApp({ outdir, delivery });
    declare(app);
    app.synth();
    return filesBelow(outdir);
  } finally {
    fs.rmSync(outdir, { recursive: true });
  }
}

/** The files below a folder that are not hidden, by path, in order. */
export function filesBelow(folder: string): Record<string, string> {
  const found = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  const paths = found.map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name))).sort();
  return Object.fromEntries(paths.map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]));
}
