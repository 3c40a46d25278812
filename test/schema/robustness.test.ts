import * as fc from 'fast-check';
import { CORE_KINDS, CUSTOM_KINDS } from '../../src/schema/kinds/index.generated';
import type { KubernetesObject } from '../../src/schema/object';
import { validateObject } from '../../src/schema/validate';
import { webhookFindings } from '../../src/schema/webhook';

const KINDS = [
  ...Object.entries(CUSTOM_KINDS).map(([name, kind]) => kindOf(name, kind!.versions[0])),
  ...Object.entries(CORE_KINDS).map(([name, kind]) => kindOf(name, kind!.checked)),
];

function kindOf(name: string, version: string): KubernetesObject {
  const [group, kind] = name.split('/');
  return { apiVersion: group ? `${group}/${version}` : version, kind };
}

/** Whatever YAML can hold, under names that mean something in one schema or another. */
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 70000, '', 'a', '*', '1s', '10.0.0.1', 'Service', 'PathPrefix', '__proto__'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(
      'metadata', 'name', 'namespace', 'labels', 'annotations', 'spec', 'rules', 'from', 'source', 'to', 'when', 'http', 'match', 'route', 'matches',
      'backendRefs', 'filters', 'listeners', 'port', 'ports', 'hosts', 'trafficPolicy', 'selector', 'matchLabels', 'targetRefs', 'template',
      'constructor', 'toString',
    ), tie('value'), { maxKeys: 5 }),
  ),
})).value;

test('every object gets an answer, and the same one again', () => {
  fc.assert(fc.property(fc.constantFrom(...KINDS), fc.dictionary(fc.constantFrom('metadata', 'spec', 'status', 'data'), anyValue), (kind, content) => {
    const object: KubernetesObject = { ...content, ...kind };
    const before = JSON.stringify(object);
    const findings = validateObject(object);
    expect(validateObject(object)).toEqual(findings);
    if (findings.length === 0) webhookFindings(object);
    expect(JSON.stringify(object)).toBe(before);
  }), { numRuns: 1000 });
});

test('what is left out is never an error of an incomplete object', () => {
  for (const kind of KINDS) expect(validateObject({ ...kind, metadata: { name: 'a' } }, { partial: true })).toEqual([]);
});
