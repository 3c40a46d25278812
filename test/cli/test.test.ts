import * as path from 'node:path';
import { runIn } from './run';
import { expectGolden } from '../golden';

const FOLDER = path.join(__dirname, 'test');
const MESH = '../explain/shop.yaml';

function run(...args: string[]) {
  return runIn(FOLDER, ['test', MESH, ...args]);
}

test('cases that hold: exit code 0', () => {
  const { exitCode, stdout, stderr } = run('cart.tests.yaml');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expectGolden(path.join(FOLDER, 'cart.txt'), stdout);
});

describe('cases that do not hold: what is, what was expected, and what decided', () => {
  test.each([
    { format: 'text', file: 'failing.txt' },
    { format: 'json', file: 'failing.json' },
    { format: 'junit', file: 'failing.xml' },
  ])('$format', ({ format, file }) => {
    const { exitCode, stdout, stderr } = run('failing', '-o', format);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expectGolden(path.join(FOLDER, file), stdout);
  });

  test('quiet leaves out those that passed', () => {
    expect((run('failing', 'cart.tests.yaml', '--quiet')).stdout).not.toMatch(/^ {2}ok/m);
    expect((run('failing', 'cart.tests.yaml')).stdout).toMatch(/^ {2}ok/m);
  });
});

describe('cases that can\'t be read or asked: exit code 2, and the others are run', () => {
  test('each is named with its place and what was expected', () => {
    const { exitCode, stdout, stderr } = run('broken');
    expect(exitCode).toBe(2);
    expectGolden(path.join(FOLDER, 'broken.txt'), `${stderr}\n${stdout}`);
  });

  test('in JUnit they are errors', () => {
    expectGolden(path.join(FOLDER, 'broken.xml'), (run('broken', '-o', 'junit')).stdout);
  });
});

test('no access tests among the paths', () => {
  expect(run()).toEqual({ exitCode: 2, stdout: '', stderr: 'error: no access tests, expected a YAML file with the key "tests" at its top among the paths\n' });
});

test('other commands leave access tests alone', () => {
  const { exitCode, stderr } = runIn(FOLDER, ['bindings', MESH, 'cart.tests.yaml']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
});
