import { parseDocuments } from '../../src/mesh/documents';
import type { FieldPath } from '../../src/mesh/positions';
import { fieldText, placeOf } from '../../src/mesh/positions';
import { SourceFile } from '../../src/mesh/source-file';

const TEXT = `---
a: &anchor
  "b c": 1
  list:
    - x
    - { y: [10, 20] }
merged:
  <<: *anchor
  own: 1
merged-list:
  <<: [{ p: 1 }, { q: 2 }]
alias: *anchor
? complex
: value
plain:
`;

function lineAndColumn(text: string, path: FieldPath): [number, number] {
  const [{ document }] = parseDocuments(new SourceFile('a.yaml', text), () => undefined);
  const { line, column } = placeOf(document, path);
  return [line, column];
}

test.each([
  { path: [], place: [2, 1] },
  { path: ['a'], place: [2, 1] },
  { path: ['a', 'b c'], place: [3, 3] },
  { path: ['a', 'list', 0], place: [5, 7] },
  { path: ['a', 'list', 1, 'y', 1], place: [6, 17] },
  { path: ['merged', 'own'], place: [9, 3] },
  { path: ['merged', 'list', 0], place: [5, 7] },
  { path: ['merged-list', 'q'], place: [11, 20] },
  { path: ['alias', 'b c'], place: [3, 3] },
  { path: ['complex'], place: [13, 3] },
  { path: ['plain'], place: [15, 1] },
])('$path', ({ path, place }) => {
  expect(lineAndColumn(TEXT, path)).toEqual(place);
});

test.each([
  { what: 'a default', path: ['a', 'missing', 'deeper'], place: [2, 1] },
  { what: 'an item behind the last', path: ['a', 'list', 9], place: [4, 3] },
  { what: 'a field of a scalar', path: ['plain', 'x'], place: [15, 1] },
])('$what has the place of what is there above it', ({ path, place }) => {
  expect(lineAndColumn(TEXT, path)).toEqual(place);
});

test('tabs, CRLF and characters beyond ASCII count as one column each', () => {
  expect(lineAndColumn('a: 1\r\n"ä€😀": {b: 2}\r\n', ['ä€😀', 'b'])).toEqual([2, 10]);
  expect(lineAndColumn('{\n\t"a": {\n\t\t"b": 1 } }', ['a', 'b'])).toEqual([3, 3]);
});

test('a path is written as people write it', () => {
  expect(fieldText(['spec', 'listeners', 0, 'port'])).toBe('spec.listeners[0].port');
  expect(fieldText(['metadata', 'labels', 'istio.io/rev'])).toBe("metadata.labels['istio.io/rev']");
  expect(fieldText(['a\u001b'])).toBe("['a\\u001b']");
  expect(fieldText([])).toBe('');
});
