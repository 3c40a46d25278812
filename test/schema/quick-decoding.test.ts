import * as fs from 'fs';
import * as path from 'path';
import * as fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { placesIn } from './places';
import { decode } from '../../src/schema/core-types';
import { CORE_KINDS } from '../../src/schema/kinds/index.generated';
import type { KubernetesObject } from '../../src/schema/object';
import { groupVersionKind } from '../../src/schema/object';
import { isPlainlyDecodable } from '../../src/schema/quick-decoding';

const objects = (loadAll(fs.readFileSync(path.join(__dirname, 'core-objects.yaml'), 'utf8')) as KubernetesObject[])
  .map((object) => ({ object, type: CORE_KINDS[groupVersionKind(object).name]!.type }));

test.each(objects)('it passes $object.kind, as the full decoding does', ({ object, type }) => {
  expect(decode(type, object)).toEqual([]);
  expect(isPlainlyDecodable(type, object)).toBe(true);
});

test('it passes what the full decoding passes, and nothing else, however an object was spoilt', () => {
  const value = fc.constantFrom<unknown>(null, '', '5', 5, -1, 2 ** 31, 1.5, true, '10m', '2026-01-01T00:00:00Z', [], {}, ['a'], { a: 'b' }, { unknown: 1 }, [null]);
  fc.assert(fc.property(fc.constantFrom(...objects), fc.nat(), value, ({ object, type }, at, wrong) => {
    const spoilt = structuredClone(object) as Record<string, unknown>;
    const places = placesIn(spoilt);
    const [owner, key] = places[at % places.length];
    if (wrong === null && at % 2 === 0) delete owner[key];
    else owner[key] = wrong;
    expect(isPlainlyDecodable(type, spoilt)).toBe(decode(type, spoilt).length === 0);
  }), { numRuns: 3000, seed: 7 });
});
