import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm';
/** What the largest benchmark may leave behind before its folder is removed, in bytes. */
const ENOUGH = 2 ** 30;

/**
 * Makes an empty folder for the files of a benchmark: in memory where there is room, else in the temporary folder. To make a file on a disk
 * costs 0.02 to 0.6 ms on ext4, depending on what was removed before, and thousands of them would hide the program that is measured.
 */
export function makeScratchFolder(): string {
  return fs.mkdtempSync(path.join(scratchRoot(), 'bench-'));
}

/** Where the folders of benchmarks are. */
export function scratchRoot(): string {
  return isWritable(MEMORY) && bytesFree(MEMORY) >= ENOUGH ? MEMORY : os.tmpdir();
}

function isWritable(folder: string): boolean {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function bytesFree(folder: string): number {
  const { bavail, bsize } = fs.statfsSync(folder);
  return bavail * bsize;
}
