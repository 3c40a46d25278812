import * as fc from 'fast-check';
import type { StringMap } from '../../src/mesh/fields';
import { SelectorIndex } from '../../src/mesh/selector-index';

const labels = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'));
const selects = (wanted: Record<string, string>, own: Record<string, string>) => Object.entries(wanted).every(([name, value]) => own[name] === value);

test('of the candidates the same are chosen as of all, in the same order', () => {
  fc.assert(fc.property(fc.array(fc.record({ wanted: labels })), labels, (all, own) => {
    const index = new SelectorIndex(all, ({ wanted }) => wanted);
    expect(index.candidates(own).filter(({ wanted }) => selects(wanted, own))).toEqual(all.filter(({ wanted }) => selects(wanted, own)));
  }), { seed: 1 });
});

test('what can\'t be selected is no candidate', () => {
  const index = new SelectorIndex<StringMap>([{ app: 'a' }, { app: 'b' }, {}], (wanted) => wanted);
  expect(index.candidates({ app: 'b' })).toEqual([{ app: 'b' }, {}]);
});
