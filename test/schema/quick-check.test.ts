import * as fs from 'fs';
import * as path from 'path';
import * as fc from 'fast-check';
import { placesIn } from './places';
import { readObject } from './vectors';
import { takeIn } from '../../src/schema/defaults';
import { CUSTOM_KINDS } from '../../src/schema/kinds/index.generated';
import { checkListTypes } from '../../src/schema/list-types';
import type { KubernetesObject } from '../../src/schema/object';
import { groupVersionKind } from '../../src/schema/object';
import { isPlainlyValid } from '../../src/schema/quick-check';
import { checkStructure } from '../../src/schema/structure';
import { unknownFields } from '../../src/schema/unknown-fields';

const FOLDER = path.join(__dirname, 'random-validate');
const objects = fs.readdirSync(FOLDER).filter((file) => file.endsWith('.yaml')).map((file) => readObject(FOLDER, file))
  .filter((object) => CUSTOM_KINDS[groupVersionKind(object).name]);

/** Runs what the quick check stands for. */
function says(object: KubernetesObject) {
  const schema = CUSTOM_KINDS[groupVersionKind(object).name]!.schema();
  const { apiVersion: _, kind: __, metadata: ___, ...content } = object;
  return {
    isPlain: isPlainlyValid(schema, content),
    findings: [...unknownFields(schema, content, ''), ...checkStructure(schema, takeIn(schema, content)), ...checkListTypes(schema, takeIn(schema, content))],
    isComplete: takeIn(schema, content) === content,
  };
}

test('what it passes, the full checks pass without a change', () => {
  const passed = objects.map(says).filter(({ isPlain }) => isPlain);
  expect(passed.length).toBeGreaterThan(20);
  for (const answer of passed) expect(answer).toEqual({ isPlain: true, findings: [], isComplete: true });
});

test('nor does it pass an object that was spoilt anywhere', () => {
  const value = fc.constantFrom<unknown>(null, '', 'a b', -1, 70000, 1.5, true, [], {}, ['a', 'a'], { unknown: 1 }, [null]);
  fc.assert(fc.property(fc.constantFrom(...objects), fc.nat(), value, (object, at, wrong) => {
    const spoilt = structuredClone(object) as Record<string, unknown>;
    const places = placesIn(spoilt).filter(([owner, key]) => owner !== spoilt || key === 'spec');
    if (places.length === 0) return;
    const [owner, key] = places[at % places.length];
    owner[key] = wrong;
    const { isPlain, findings, isComplete } = says(spoilt);
    if (isPlain) expect({ findings, isComplete }).toEqual({ findings: [], isComplete: true });
  }), { numRuns: 3000, seed: 7 });
});
