import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import * as os from 'node:os';
import * as path from 'node:path';

const { cacheOf, loadBundle } = createRequire(__filename)('../../bin/load-bundle') as {
  cacheOf(bundle: string): string;
  loadBundle(bundle: string): { script: { cachedDataRejected?: boolean; createCachedData(): Buffer }; exports: { main(name: string): string } };
};

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bundle-'));
const bundle = path.join(folder, 'cli.js');
fs.writeFileSync(bundle, 'const path = require("node:path"); module.exports = { main: (name) => path.join(__dirname, name) };');
afterAll(() => fs.rmSync(folder, { recursive: true }));

test('a bundle runs without compiled code, with it, and with such that does not fit', () => {
  const first = loadBundle(bundle);
  expect(first.exports.main('a')).toBe(path.join(folder, 'a'));
  fs.writeFileSync(cacheOf(bundle), first.script.createCachedData());
  const { script, exports: command } = loadBundle(bundle);
  expect({ path: command.main('a'), isRejected: script.cachedDataRejected }).toEqual({ path: path.join(folder, 'a'), isRejected: false });
  fs.writeFileSync(cacheOf(bundle), 'of another version');
  expect(loadBundle(bundle).exports.main('a')).toBe(path.join(folder, 'a'));
});
