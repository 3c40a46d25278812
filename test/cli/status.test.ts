import * as path from 'node:path';
import { runIn } from './run';
import { expectGolden } from '../golden';

const FOLDER = path.join(__dirname, 'status');

test('the text shows what is refused first, then what only seems to be fine', () => {
  const { exitCode, stdout, stderr } = runIn(FOLDER, ['status', 'shop.yaml']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expectGolden(path.join(FOLDER, 'shop.txt'), stdout);
});

test('the JSON is the contract', () => {
  const { exitCode, stdout } = runIn(FOLDER, ['status', 'shop.yaml', '-o', 'json']);
  expect(exitCode).toBe(0);
  expectGolden(path.join(FOLDER, 'shop.json'), stdout);
});
