import * as fs from 'node:fs';
import * as path from 'node:path';
import { load } from 'js-yaml';
import { faultOf } from './known-cases';

/** What Istio does, in a sentence, with where it says so and the cases that hold it. */
interface Statement {
  readonly says: string;
  readonly source: string;
  /** `FILE`, or `FILE > NAME` where a file has several. */
  readonly cases: readonly string[];
}

const FILES = fs.readdirSync(__dirname).filter((file) => file.endsWith('.yaml'));
const STATEMENTS = FILES.flatMap((file) => Object.entries(load(fs.readFileSync(path.join(__dirname, file), 'utf8')) as Record<string, Statement>));

test('every statement has a name of its own', () => {
  const names = STATEMENTS.map(([name]) => name);
  expect(names.filter((name, index) => names.indexOf(name) < index || !/^[a-z0-9.]+(-[a-z0-9.]+)*$/.test(name))).toEqual([]);
});

test.each(STATEMENTS)('%s: what it says, where from, and at least one case, which is run', (_, { says, source, cases, ...rest }) => {
  expect({ says, source, rest }).toEqual({ says: expect.stringMatching(/^\S.*[^.]$/), source: expect.stringMatching(/\w\/\w|^defaults of the CRD$/), rest: {} });
  expect(cases.length).toBeGreaterThan(0);
  expect(cases.map((reference) => [reference, faultOf(reference)])).toEqual(cases.map((reference) => [reference, undefined]));
});

test.each([
  ['traffic/cases/none.yaml > a', 'there is no such file'],
  ['traffic/cases/routes.yaml > no such case', 'the file has no case of that name'],
  ['traffic/cases/routes.yaml', 'which of its cases?'],
  ['binding/cases/headless.yaml > a', 'the file is one case, and has no names in it'],
  ['golden.ts', 'no suite runs such a file'],
])('%s is no case: %s', (reference, fault) => expect(faultOf(reference)).toBe(fault));
