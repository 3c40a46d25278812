import * as fs from 'fs';
import * as path from 'path';
import { FileRecord, RECORD } from '../../../src/constructs/app/file-record';

/** Makes what apps of this process wrote to a folder the output of a run that is over. */
export function endRun(folder: string): void {
  const record = path.join(folder, RECORD);
  const text = fs.readFileSync(record, 'utf8');
  new FileRecord(fs.realpathSync(folder), {}).drop();
  fs.writeFileSync(record, text);
}
