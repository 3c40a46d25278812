import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { App } from 'cdk8s';
import type { Files } from './step';
import type { Delivery } from '../../../src';
import { WaypointApp } from '../../../src';
import { endRun } from '../app/end-run';
import { commitAll } from '../app/git';

/** Declares something in an app with a delivery and gives the files that it writes, by path, in order. */
export function written(delivery: Delivery, declare: (app: App) => void): Record<string, string> {
  return inFolder((outdir) => {
    write(outdir, delivery, declare);
    return filesBelow(outdir);
  });
}

/** What the writer says to a commit over another one that is in Git alone, as with `cdk8s synth`, which empties the folder. */
export function refusalOverGit(delivery: Delivery, before: (app: App) => void, after: (app: App) => void): string | undefined {
  return refusalOf(delivery, before, after, (outdir) => {
    commitAll(outdir);
    for (const file of fs.readdirSync(outdir).filter((name) => name !== '.git')) fs.rmSync(path.join(outdir, file), { recursive: true });
  });
}

/**
 * What the writer says to a commit over another one: undefined if it takes it.
 * @param between what happens to the output folder before the second
 */
export function refusalOf(
  delivery: Delivery, before: (app: App) => void, after: (app: App) => void, between: (outdir: string) => void = () => undefined,
): string | undefined {
  return inFolder((outdir) => {
    write(outdir, delivery, before);
    endRun(outdir);
    between(outdir);
    const files = filesBelow(outdir);
    try {
      write(outdir, delivery, after);
      return undefined;
    } catch (error) {
      expect(filesBelow(outdir)).toEqual(files);
      return (error as Error).message;
    }
  });
}

/** The files below a folder that are not hidden, by path, in order. */
export function filesBelow(folder: string): Files {
  const found = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  const paths = found.map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name))).sort();
  return Object.fromEntries(paths.map((file) => [file, fs.readFileSync(path.join(folder, file), 'utf8')]));
}

function write(outdir: string, delivery: Delivery, declare: (app: App) => void): void {
  const app = new WaypointApp({ outdir, delivery });
  declare(app);
  app.synth();
}

function inFolder<T>(action: (folder: string) => T): T {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-waypoint-'));
  try {
    return action(folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
