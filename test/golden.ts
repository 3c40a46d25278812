import * as fs from 'node:fs';

/** Compares a text with the file that holds the expected one. `UPDATE_GOLDENS=1` writes the file instead: look at the difference. */
export function expectGolden(file: string, actual: string): void {
  if (process.env.UPDATE_GOLDENS) fs.writeFileSync(file, actual);
  expect(actual).toBe(fs.readFileSync(file, 'utf8'));
}
