import * as path from 'node:path';
import { expectWrongCall, runIn } from './run';
import { expectGolden } from '../golden';

const FOLDER = path.join(__dirname, 'diff');

function diff(...args: string[]) {
  return runIn(FOLDER, ['diff', ...args]);
}

test('the text tells what is gained and lost, then why', () => {
  const { exitCode, stdout, stderr } = diff('before', 'after');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expectGolden(path.join(FOLDER, 'diff.txt'), stdout);
});

test('the JSON is the contract', () => {
  expectGolden(path.join(FOLDER, 'diff.json'), diff('before', 'after', '-o', 'json').stdout);
});

test('the Markdown can be put into a comment: what it would act upon is escaped', () => {
  const { stdout } = diff('before', 'after', '-o', 'markdown');
  expectGolden(path.join(FOLDER, 'diff.md'), stdout);
  expect(stdout).toContain('way&#124;&#60;b&#62;point');
});

test('a folder does not differ from itself', () => {
  expect(diff('before', 'before', '--fail-on', 'any')).toEqual({ exitCode: 0, stdout: 'no difference for traffic\n', stderr: '' });
});

test.each([
  { failOn: 'gained', before: 'before', after: 'after', exitCode: 1 },
  { failOn: 'lost', before: 'before', after: 'after', exitCode: 0 },
  { failOn: 'any', before: 'before', after: 'after', exitCode: 1 },
  { failOn: 'gained', before: 'after', after: 'before', exitCode: 0 },
  { failOn: 'lost', before: 'after', after: 'before', exitCode: 1 },
])('--fail-on $failOn from $before to $after ends with $exitCode', ({ failOn, before, after, exitCode }) => {
  expect(diff(before, after, '--fail-on', failOn).exitCode).toBe(exitCode);
});

test('files can be given as well', () => {
  expect(diff('before/mesh.yaml', 'after/mesh.yaml').stdout).toBe(diff('before', 'after').stdout);
});

test('what can\'t be read is named, and the rest is still compared', () => {
  const { exitCode, stdout, stderr } = diff('broken', 'after', '-o', 'json', '--fail-on', 'any');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('broken/mesh.yaml:');
  const { bindings, problems } = JSON.parse(stdout);
  expect(bindings.map(({ change }: { change: string }) => change)).toContain('added');
  expect(problems).toHaveLength(1);
  expect(diff('broken', 'after', '-o', 'markdown').stdout).toContain('could not read');
});

test('a folder that is not there is named', () => {
  const { exitCode, stderr } = diff('nowhere', 'after');
  expect(exitCode).toBe(2);
  expect(stderr).toBe('nowhere: can\'t be read: there is no such file or folder\n');
});

test.each([
  { what: 'a folder that is not there', args: ['before', 'aftr'], says: "aftr: can't be read: there is no such file or folder" },
  { what: 'no folder', args: [], says: "missing required argument 'before'" },
  { what: 'one folder', args: ['before'], says: "missing required argument 'after'" },
  { what: 'three folders', args: ['before', 'after', 'other'], says: 'too many arguments' },
  { what: 'standard input twice', args: ['-', '-'], says: 'only one of BEFORE and AFTER can be standard input' },
  { what: 'an unknown threshold', args: ['before', 'after', '--fail-on', 'moved'], says: 'Allowed choices are gained, lost, any.' },
  { what: 'an unknown format', args: ['before', 'after', '-o', 'junit'], says: 'Allowed choices are text, json, markdown.' },
])('$what is a wrong call', ({ args, says }) => {
  expectWrongCall(diff(...args), says);
});
