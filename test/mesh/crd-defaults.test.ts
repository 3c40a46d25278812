import * as fs from 'node:fs';
import * as path from 'node:path';
import { loadAll } from 'js-yaml';
import { GATEWAY_API_GROUP } from '../../src/istio/groups';
import { CRD_DEFAULTS, withDefaults } from '../../src/mesh/crd-defaults';

interface Schema { default?: unknown; properties?: Record<string, Schema>; items?: Schema }
interface Crd {
  kind: string;
  spec: { names: { kind: string }; group: string; versions: { schema: { openAPIV3Schema: Schema } }[] };
}

const crds = fs.readdirSync(path.join(__dirname, '../../crds'))
  .filter((file) => file.endsWith('.yaml'))
  .flatMap((file) => loadAll(fs.readFileSync(path.join(__dirname, '../../crds', file), 'utf8')) as Crd[])
  .filter((crd) => crd?.kind === 'CustomResourceDefinition');

function* defaultsOf(schema: Schema, at: string): Generator<[string, unknown]> {
  if (schema.default !== undefined) yield [at, schema.default];
  for (const [name, property] of Object.entries(schema.properties ?? {})) yield* defaultsOf(property, at ? `${at}.${name}` : name);
  if (schema.items) yield* defaultsOf(schema.items, `${at}[]`);
}

test.each(crds.map((crd) => [crd.spec.group, crd.spec.names.kind, crd] as const))('the defaults of %s %s are those of its CRD', (group, kind, crd) => {
  const expected = Object.fromEntries(defaultsOf(crd.spec.versions[0].schema.openAPIV3Schema, ''));
  const known = group === GATEWAY_API_GROUP ? CRD_DEFAULTS[kind] ?? {} : {};
  // crds/ leaves status out.
  expect(Object.fromEntries(Object.entries(known).filter(([field]) => !field.startsWith('status.')))).toEqual(expected);
});

test('a default within a default is written too, and the given object stays as it is', () => {
  const route = { spec: { rules: [{ backendRefs: [{ name: 'a', port: 80 }] }] } };
  const before = structuredClone(route);
  expect(withDefaults(GATEWAY_API_GROUP, 'HTTPRoute', route)).toEqual({
    spec: {
      rules: [{
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        backendRefs: [{ group: '', kind: 'Service', name: 'a', port: 80, weight: 1 }],
      }],
    },
  });
  expect(route).toEqual(before);
});

test('an object that lacks nothing is not copied', () => {
  const gateway = { spec: { gatewayClassName: 'istio-waypoint' } };
  expect(withDefaults(GATEWAY_API_GROUP, 'Gateway', gateway)).toBe(gateway);
});
