import { readValues } from '../../conformance/compare/cluster';
import type { Answer } from '../../conformance/compare/facts';
import { compareMesh } from '../../conformance/compare/questions';
import { readGoldens, SEEDED } from '../../conformance/record/goldens';

/** What is asked, and where the judge's answer to it is. */
const PLACES: Readonly<Record<string, RegExp>> = {
  'binding': /^(services|serviceEntries)\.[^.]+\.(waypoint|ingressUseWaypoint|bypass|headless)$/,
  'conditions': /^(services|serviceEntries)\..+\.conditions\..+\.(status|reason|message)$/,
  'waypoints': /^gateways\..+\.waypoint\./,
  'status of Gateways': /^gateways\..+\.(conditions|listeners)\..+\.(status|reason|message|attachedRoutes)$/,
  'status of routes': /^routes\..+\.conditions\..+\.(status|reason|message)$/,
  'status of AuthorizationPolicies': /^policies\..+\.(conditions|targetRefs)\..+\.(status|reason|message|bound|ancestor)$/,
  'policies at ztunnel': /^ztunnelPolicies\./,
  'policies that select a workload': /^workloads\..+\.authorizationPolicies\.\d+$/,
};

const PLACES_ASKED = 20;

const goldens = readGoldens(SEEDED).map((golden) => ({ ...golden, values: readValues(golden.yaml) }));

describe.each(Object.entries(PLACES))('%s', (question, place) => {
  test('another answer of Istio is a difference, wherever it is', () => {
    let places = 0;
    for (const { values, answer } of goldens) {
      if (places >= PLACES_ASKED) break;
      for (const [path, value] of leavesOf(answer).filter(([one]) => place.test(one.join('.'))).slice(0, 3)) {
        const other = typeof value === 'boolean' ? !value : 'other';
        const found = compareMesh(values, replaced(answer, path, other) as Answer).differences;
        expect({ path, asked: found.map((one) => one.question) }).toEqual({ path, asked: expect.arrayContaining([question]) });
        places++;
      }
    }
    expect(places).toBeGreaterThan(0);
  });
});

test('an object that Istio takes or refuses otherwise is a difference', () => {
  const [{ values, answer }] = goldens;
  const rejected = { ...answer.rejected, 'Service/ns1/none': { by: 'schema' as const, errors: ['other'] } };
  const refused = [...values, { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: { name: 'wrong', namespace: 'ns1' }, spec: { hosts: 'text' } }];
  expect(compareMesh(refused, { ...answer, rejected }).differences.map(({ question, object }) => `${question}: ${object}`))
    .toContain('refused objects: ServiceEntry/ns1/wrong');
});

/** The values within an answer that are no objects, with the way to them. */
function leavesOf(value: unknown, path: readonly string[] = []): (readonly [readonly string[], unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

function replaced(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  const copy = Array.isArray(value) ? [...value as unknown[]] : { ...value as object };
  (copy as Record<string, unknown>)[key] = replaced((value as Record<string, unknown>)[key], rest, other);
  return copy;
}
