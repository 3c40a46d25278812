import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { loadAll } from 'js-yaml';
import texts from './simple-yaml.json';
import { RecentYaml } from '../../src/mesh/recent-yaml';
import { readSimpleYaml } from '../../src/mesh/simple-yaml';
import { KUBERNETES_SCHEMA } from '../../src/mesh/yaml-schema';

/** All texts are read with one, so that what stays of one text could spoil the next. */
const RECENT = new RecentYaml();
const FOLDERS = ['../binding/cases', '../traffic/cases', 'files'].map((folder) => path.resolve(__dirname, folder));
const DOCUMENTS = FOLDERS.flatMap((folder) => fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.ya?ml$/.test(file))
  .flatMap((file) => fs.readFileSync(path.join(folder, file), 'utf8').split(/^---$/m)))
  .filter((text) => text.length < 3000);

/** What YAML gives a meaning to, and what looks as if it did. */
const SIGNS = [
  '{}', '[]', '{', ']', ':', ': ', ' ', '\n', '  ', '\n  \n', '- ', '-', '--', '---', '\n---\n', '...', '&a ', '*a', '<<: ', '!x ', '? ', '|', '|-', '|+', '>', '%', '@', '`', '=', ',',
  '"', '\'', '\'\'', '\\n', '#', ' # x', '\t', '\r', '~', 'null', 'Y', 'on', 'No', 'true', '0', '-1', '0x1f', '017', '1_000', '.inf', '1:30', '2001-01-01',
  '__proto__', 'constructor', 'é', '\u0085', '\u2028', '\ufeff', '\ud83d\ude00', '\u0000',
];

function readBy(text: string): unknown {
  return readSimpleYaml(text, 0, text.length, RECENT);
}

function readByLibrary(text: string): unknown {
  const documents = loadAll(text, { schema: KUBERNETES_SCHEMA });
  return documents.length > 1 ? { documents } : documents[0] ?? null;
}

describe('what is simple is read as the library reads it', () => {
  test.each(texts.simple)('%j', (text) => {
    expect(readBy(text)).toBeDefined();
    expect(readBy(text)).toStrictEqual(readByLibrary(text));
  });
});

test.each(texts.notSimple)('what is not simple is left to the library: %j', (text) => {
  expect(readBy(text)).toBeUndefined();
});

test('many fixtures are simple', () => {
  const simple = DOCUMENTS.filter((text) => readBy(text) !== undefined);
  expect(simple.length).toBeGreaterThan(400);
  for (const text of simple) expect(readBy(text)).toStrictEqual(readByLibrary(text));
});

/** A change somewhere in a text: a sign put in, lines moved, left out or cut off. */
const change = fc.record({
  kind: fc.constantFrom('insert', 'value', 'indent', 'remove', 'repeat', 'cut'),
  line: fc.nat(60),
  other: fc.nat(60),
  column: fc.nat(30),
  sign: fc.constantFrom(...SIGNS),
});

function applied(text: string, { kind, line, other, column, sign }: (typeof change extends fc.Arbitrary<infer T> ? T : never)): string {
  const lines = text.split('\n');
  const at = line % lines.length;
  const own = lines[at];
  const changed = {
    insert: [own.slice(0, column) + sign + own.slice(column)],
    value: [own.replace(/(:|-) .*/, (_, before) => `${before} ${sign}`)],
    indent: [' '.repeat(column % 7) + own.trim()],
    remove: [],
    repeat: [lines[other % lines.length], own],
    cut: [own.slice(0, column)],
  }[kind];
  return [...lines.slice(0, at), ...changed!, ...(kind === 'cut' ? [] : lines.slice(at + 1))].join('\n');
}

test('texts that were changed somewhere are read as the library reads them, or left to it', () => {
  let simple = 0;
  fc.assert(fc.property(fc.constantFrom(...DOCUMENTS), fc.array(change, { minLength: 1, maxLength: 4 }), (document, changes) => {
    const text = changes.reduce(applied, document);
    const value = /\n---\s/.test(text) ? undefined : readBy(text);
    if (value === undefined) return;
    simple += 1;
    expect(value).toStrictEqual(readByLibrary(text));
  }), { numRuns: 5000, seed: 20261121 });
  expect(simple).toBeGreaterThan(500);
});

describe('a part that was read before is found again', () => {
  const object = (name: string, part: string) => `kind: A\nmetadata:\n  name: ${name}\n${part}`;
  const FAR = '  # what\n'.repeat(99);
  const read = (...parts: string[]) => {
    const recent = new RecentYaml();
    return parts.map((part, index) => {
      const text = object(`a${index}`, part);
      expect(readSimpleYaml(text, 0, text.length, recent)).toStrictEqual(readByLibrary(text));
      return (readSimpleYaml(text, 0, text.length, recent) as { spec: unknown }).spec;
    });
  };

  test.each([
    ['the same', 'spec:\n  a: 1\n', 'spec:\n  a: 1\n'],
    ['before another field', 'spec:\n  a: 1\nstatus:\n  b: 1\n', 'spec:\n  a: 1\nstatus:\n  b: 2\n'],
    ['behind another field', 'data:\n  c: 1\nspec:\n  a: 1\n', 'data:\n  c: 2\nspec:\n  a: 1\n'],
    ['a list', 'spec:\n- a: 1\n', 'spec:\n- a: 1\n'],
    ['a text', 'spec:\n  a: |\n    b\n\n    c\n', 'spec:\n  a: |\n    b\n\n    c\n'],
  ])('as one value: %s', (_, first, second) => {
    const [one, other] = read(first, second);
    expect(other).toBe(one);
  });

  test.each([
    ['one more field', 'spec:\n  a: 1\n', 'spec:\n  a: 1\n  b: 2\n'],
    ['one more field behind a blank line', 'spec:\n  a: 1\n', 'spec:\n  a: 1\n\n  b: 2\n'],
    ['one more field behind a comment', 'spec:\n  a: 1\n', 'spec:\n  a: 1\n# what\n  b: 2\n'],
    ['one field less', 'spec:\n  a: 1\n  b: 2\n', 'spec:\n  a: 1\n'],
    ['one more item', 'spec:\n- a: 1\n', 'spec:\n- a: 1\n- b: 2\n'],
    ['a longer value at the end of the text', 'spec:\n  a: 1', 'spec:\n  a: 12'],
    ['one more line of a text', 'spec:\n  a: |\n    b\n', 'spec:\n  a: |\n    b\n    c\n'],
    ['what is far behind the beginning', `spec:\n${FAR}  b: 1\n`, `spec:\n${FAR}  b: 2\n`],
  ])('but not: %s', (_, first, second) => {
    const [one, other, again] = read(first, second, first);
    expect(other).not.toEqual(one);
    expect(again).toEqual(one);
  });
});
