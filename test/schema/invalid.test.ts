import * as path from 'path';
import { readCases, readObject } from './vectors';
import { validateObject } from '../../src/schema/validate';

const FOLDER = path.join(__dirname, 'invalid');

test.each(readCases<{ file: string; crdErrors: string[] }>(FOLDER))('$file', ({ file, crdErrors }) => {
  const messages = validateObject(readObject(FOLDER, file)).map((finding) => finding.message);
  expect(messages.sort()).toEqual([...crdErrors].sort());
});
