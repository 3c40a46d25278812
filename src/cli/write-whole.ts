import * as fs from 'node:fs';
import * as path from 'node:path';

/** Writes a file that is there as a whole or not at all; makes the folder that it is in. */
export function writeWhole(file: string, text: string): void {
  fs.mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  const staged = `${file}.${process.pid}.part`;
  try {
    fs.writeFileSync(staged, text, { flag: 'wx' });
    fs.renameSync(staged, file);
  } catch (error) {
    fs.rmSync(staged, { force: true });
    throw new Error(`${file} can't be written: ${(error as Error).message}`, { cause: error });
  }
}
