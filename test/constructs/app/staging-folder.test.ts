import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { StagingFolder } from '../../../src/constructs/app/staging-folder';

const NAME = '.cdk8s-waypoint-staging';

let outdir: string;
beforeEach(() => { outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-waypoint-')); });
afterEach(() => fs.rmSync(outdir, { recursive: true }));

/** What a process that has it, or had it when it ended, leaves there. */
function leave(pid: number): void {
  fs.mkdirSync(path.join(outdir, NAME, `by-${pid}`), { recursive: true });
  fs.writeFileSync(path.join(outdir, NAME, `by-${pid}`, '0'), 'of another');
}

const contents = () => fs.readdirSync(outdir, { recursive: true }).map(String).sort();

test('is there while it is taken', () => {
  const staging = new StagingFolder(outdir);
  staging.take();
  expect(fs.readFileSync(staging.write('text'), 'utf8')).toBe('text');
  expect(fs.readdirSync(outdir)).toEqual([NAME]);
  staging.release();
  expect(contents()).toEqual([]);
});

test('is not taken from a process that has it, and stays as it is', () => {
  leave(process.ppid);
  const before = contents();
  const staging = new StagingFolder(outdir);
  expect(() => staging.take()).toThrow(`another process, ${process.ppid}, is writing there: let it end first; if there is none, remove "${path.join(outdir, NAME)}"`);
  staging.release();
  expect(contents()).toEqual(before);
});

test.each<[string, () => number]>([['a process that has ended', () => spawnSync(process.execPath, ['--version']).pid], ['this process', () => process.pid]])('is taken from %s, with nothing of it', (_, pidOf) => {
  const pid = pidOf();
  leave(pid);
  fs.mkdirSync(path.join(outdir, `${NAME}.${pid}`));
  const staging = new StagingFolder(outdir);
  staging.take();
  expect(contents()).toEqual([NAME, path.join(NAME, `by-${process.pid}`)]);
});
