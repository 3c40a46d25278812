import * as fs from 'fs';
import * as path from 'path';
import * as yaml from 'js-yaml';
import { expectValid, refusals } from './expect-valid';
import { CORE_KINDS, CUSTOM_KINDS } from '../../src/schema/kinds/index.generated';
import type { KubernetesObject } from '../../src/schema/object';
import { validateObject } from '../../src/schema/validate';

interface WrongObject {
  readonly want: string;
  readonly object: KubernetesObject;
}

const wrongObjects = yaml.load(fs.readFileSync(path.join(__dirname, 'wrong-objects.yaml'), 'utf8')) as WrongObject[];
const waypoint = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'waypoint', namespace: 'shop' },
  spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
};

describe('a wrong object', () => {
  test.each(wrongObjects)('$object.apiVersion $object.kind', ({ want, object }) => {
    expect(validateObject(object).map((finding) => finding.message)).toEqual([want]);
  });

  test('of every kind is there', () => {
    const kinds = wrongObjects.map(({ object }) => `${String(object.apiVersion).split('/').slice(0, -1).join('')}/${object.kind}`);
    expect(kinds.sort()).toEqual([...Object.keys(CUSTOM_KINDS), ...Object.keys(CORE_KINDS)].sort());
  });
});

describe('versions', () => {
  test('all that are served share a schema', () => {
    expect(validateObject({ ...waypoint, apiVersion: 'gateway.networking.k8s.io/v1beta1' })).toEqual([]);
    expect(validateObject({ ...waypoint, apiVersion: 'gateway.networking.k8s.io/v1beta1', spec: {} }).map(({ path: field }) => field))
      .toEqual(['spec.gatewayClassName', 'spec.listeners']);
  });

  test('another is an error of its own kind', () => {
    expect(validateObject({ ...waypoint, apiVersion: 'gateway.networking.k8s.io/v1alpha2' })).toEqual([{
      path: 'apiVersion',
      type: 'UnknownVersion',
      message: 'no matches for kind "Gateway" in version "gateway.networking.k8s.io/v1alpha2"',
    }]);
  });

  test('of Kubernetes, served but not known here, are not checked', () => {
    expect(validateObject({ apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler', spec: { minReplicas: 'one' } })).toEqual([]);
  });

  test('of kinds that are not known are not checked', () => {
    expect(validateObject({ apiVersion: { toString: 1 }, kind: ['Gateway'] })).toEqual([]);
    expect(validateObject({ apiVersion: 'example.com/v1', kind: 'Gateway', spec: 1 })).toEqual([]);
  });
});

describe('an object', () => {
  test('keeps what it has: nothing is written into it', () => {
    const object = deepFreeze(structuredClone(waypoint));
    expect(validateObject(object)).toEqual([]);
  });

  test('may have a status and fields that are null', () => {
    expect(validateObject({ ...waypoint, status: { any: 'thing' }, spec: { ...waypoint.spec, addresses: null, infrastructure: null } })).toEqual([]);
  });

  test('of a kind without status may not have one', () => {
    const [finding] = validateObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'ReferenceGrant',
      metadata: { name: 'a' },
      status: {},
      spec: { from: [{ group: '', kind: 'Gateway', namespace: 'a' }], to: [{ group: '', kind: 'Secret' }] },
    });
    expect(finding).toEqual({ path: 'status', type: 'UnknownField', message: 'unknown field "status"' });
  });

  test('has names and labels that Kubernetes takes', () => {
    const metadata = { name: 'a', namespace: 'b.c', labels: { 'a/b/c': '', '/x': '' }, annotations: { 'a b': '' }, finalizers: ['-'], colour: 'red' };
    expect(validateObject({ ...waypoint, metadata }).map(({ path: field, type }) => `${type} ${field}`)).toEqual([
      'UnknownField metadata.colour', 'Invalid metadata.namespace', 'Invalid metadata.labels', 'Invalid metadata.labels',
      'Invalid metadata.annotations', 'Invalid metadata.finalizers',
    ]);
  });

  test('may get its name from the API server', () => {
    expect(validateObject({ ...waypoint, metadata: { generateName: 'waypoint-' } })).toEqual([]);
    expect(validateObject({ ...waypoint, metadata: {} })[0].message).toBe('metadata.name: Required value: name or generateName is required');
  });

  test('that is applied on top of another need not be complete', () => {
    const patch = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'a' },
      spec: { template: { metadata: { labels: { 'istio.io/use-waypoint': 'waypoint' } } } },
    };
    expect(validateObject(patch).map(({ path: field }) => field)).toEqual(['spec.selector']);
    expect(validateObject(patch, { partial: true })).toEqual([]);
    expect(validateObject({ ...patch, spec: { replica: 1 } }, { partial: true })).toHaveLength(1);
  });
});

test('the helper names the objects that are refused', () => {
  expectValid([waypoint]);
  expect(refusals([waypoint, { ...waypoint, spec: { ...waypoint.spec, listeners: [] } }])).toEqual([
    'Gateway shop/waypoint: spec.listeners: Invalid value: 0: spec.listeners in body should have at least 1 items',
  ]);
});

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

describe('one spec of several objects', () => {
  const { spec } = waypoint;
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [{ port: 80 }] } };
  const paths = (object: KubernetesObject) => validateObject(object).map((finding) => finding.path);

  test('is right for the kind that it is right for', () => {
    expect(paths({ ...waypoint, spec })).toEqual([]);
    expect(paths({ ...waypoint, kind: 'GatewayClass', metadata: { name: 'a' }, spec })).not.toEqual([]);
    expect(paths(service)).toEqual([]);
    expect(paths({ ...service, apiVersion: 'apps/v1', kind: 'Deployment' })).not.toEqual([]);
  });

  test.each([['Gateway', waypoint], ['Service', service]])('says nothing of what else a %s has', (_, object) => {
    expect(paths(object)).toEqual([]);
    expect(paths({ ...object, extra: 1 })).toEqual(['extra']);
    expect(paths({ ...object, metadata: { name: 'a', labels: { a: 1 } } })).toEqual(['metadata.labels[a]']);
    expect(paths({ ...object, metadata: { name: 'A' } })).toEqual(['metadata.name']);
  });
});
