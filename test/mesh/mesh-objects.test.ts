import { DEPLOYMENT, NAMESPACE, POD, SERVICE } from '../../src/mesh/kinds/core';
import { GATEWAY } from '../../src/mesh/kinds/gateway-api';
import { loadValues } from '../../src/mesh/load';
import { refText } from '../../src/mesh/object-ref';
import type { MeshSettings } from '../../src/mesh/settings';

function object(kind: string, namespace: string, name: string, labels?: Record<string, string>, rest: object = {}) {
  return { apiVersion: 'v1', kind, metadata: { namespace, name, labels }, ...rest };
}

function mesh(values: object[], settings?: MeshSettings) {
  return loadValues(values, settings).mesh;
}

test('objects are found by kind, namespace and name', () => {
  const found = mesh([object('Service', 'b', 'x'), object('Service', 'a', 'y'), object('Service', 'a', 'x'), object('Pod', 'a', 'x')]);
  expect(found.all(SERVICE).map(refText)).toEqual(['Service a/x', 'Service a/y', 'Service b/x']);
  expect(found.inNamespace(SERVICE, 'a').map(refText)).toEqual(['Service a/x', 'Service a/y']);
  expect(found.find(SERVICE, 'b', 'x')).toMatchObject({ namespace: 'b', name: 'x' });
  expect(found.find(SERVICE, 'b', 'y')).toBeUndefined();
  expect(found.all(DEPLOYMENT)).toEqual([]);
  expect(found.findRef({ group: '', kind: 'Pod', namespace: 'a', name: 'x' })).toBe(found.all(POD)[0]);
});

test('kinds of one name in different groups are different kinds', () => {
  const metadata = { name: 'a', namespace: 'b' };
  const found = mesh([
    { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata },
    { apiVersion: 'gateway.networking.k8s.io/v1beta1', kind: 'Gateway', metadata },
  ]);
  expect(found.all(GATEWAY).map(({ group, version }) => [group, version])).toEqual([['gateway.networking.k8s.io', 'v1beta1']]);
});

test('objects come in the order in which they were read, of two with one name the last', () => {
  const services = ['1', '2'].map((value) => object('Service', 'b', 'x', { a: value }));
  const found = mesh([services[0], object('Pod', 'a', 'x'), object('Service', 'a', 'x'), services[1]]);
  expect(found.asRead().map(refText)).toEqual(['Pod a/x', 'Service a/x', 'Service b/x']);
  expect(found.asRead()[2].labels).toEqual({ a: '2' });
});

test('names of labels and annotations that occur are known', () => {
  const found = mesh([object('Service', 'a', 'x', { one: '' }), { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'y', annotations: { two: '' } } }]);
  expect(['one', 'two', 'toString'].map((name) => found.isLabelUsed(name))).toEqual([true, false, false]);
  expect(['one', 'two', 'toString'].map((name) => found.isAnnotationUsed(name))).toEqual([false, true, false]);
});

test('objects are found by labels, all of which must match', () => {
  const found = mesh([
    object('Pod', 'a', 'one', { app: 'x', version: '1' }), object('Pod', 'a', 'two', { app: 'x', version: '2' }), object('Pod', 'b', 'three', { app: 'x' }),
  ]);
  expect(found.labelled(POD, 'a', { app: 'x' }).map(({ name }) => name)).toEqual(['one', 'two']);
  expect(found.labelled(POD, 'a', { app: 'x', version: '2' }).map(({ name }) => name)).toEqual(['two']);
  expect(found.labelled(POD, 'a', { app: 'x', constructor: 'Object' })).toEqual([]);
  expect(found.labelled(POD, 'a', {})).toEqual([]);
});

test('objects are found by labels among many of one namespace', () => {
  const many = Array.from({ length: 30 }, (_, index) =>
    object('Pod', 'a', `pod-${index + 10}`, { app: `${index % 3}`, even: `${index % 2 === 0}` }));
  const found = mesh([...many, object('Pod', 'b', 'other', { app: '1', even: 'true' })]);
  expect(found.labelled(POD, 'a', { app: '1', even: 'true' }).map(({ name }) => name)).toEqual(['pod-14', 'pod-20', 'pod-26', 'pod-32', 'pod-38']);
  expect(found.labelled(POD, 'a', { app: '3' })).toEqual([]);
});

test('Services and ServiceEntries are found by host', () => {
  const entry = { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: { name: 'e', namespace: 'b' }, spec: { hosts: ['s.a.svc.example.com', 'x', 'x'] } };
  const found = mesh([object('Service', 'a', 's'), entry], { clusterDomain: 'example.com' });
  expect(found.withHost('s.a.svc.example.com').map(refText)).toEqual(['Service a/s', 'ServiceEntry b/e']);
  expect(found.withHost('x')).toHaveLength(1);
  expect(found.withHost('y')).toEqual([]);
});

test('every namespace has the label that Kubernetes writes; others are known only if it is in the input', () => {
  const found = mesh([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', labels: { team: 'x' } } }]);
  expect(found.namespace('a')).toMatchObject({ isKnown: true, labels: { 'team': 'x', 'kubernetes.io/metadata.name': 'a' }, manifest: found.all(NAMESPACE)[0] });
  expect(found.namespace('b')).toEqual({ name: 'b', isKnown: false, labels: { 'kubernetes.io/metadata.name': 'b' }, annotations: {} });
});

describe('MeshConfig', () => {
  const config = (text: string, namespace = 'istio-system') => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace }, data: { mesh: text } });

  test('without it Istio\'s defaults hold', () => {
    expect(mesh([]).config).toEqual({ rootNamespace: 'istio-system', trustDomain: 'cluster.local', trustDomainAliases: [] });
  });

  test('is read from its ConfigMap', () => {
    const text = 'rootNamespace: root\ntrustDomain: td\ntrustDomainAliases: [old]\nserviceScopeConfigs:\n- scope: GLOBAL\nextensionProviders: [{ name: ext }]\n';
    expect(mesh([config(text)]).config).toMatchObject({
      rootNamespace: 'root', trustDomain: 'td', trustDomainAliases: ['old'], serviceScopeConfigs: [{ scope: 'GLOBAL' }], extensionProviders: [{ name: 'ext' }],
    });
  });

  test('settings win, and say where it is', () => {
    const settings = { rootNamespace: 'root', trustDomain: 'mine' };
    expect(mesh([config('trustDomain: td\ntrustDomainAliases: [old]', 'root')], settings).config)
      .toEqual({ rootNamespace: 'root', trustDomain: 'mine', trustDomainAliases: ['old'] });
    expect(mesh([config('trustDomainAliases: [old]')], settings).config.trustDomainAliases).toEqual([]);
  });

  test.each([
    { what: 'is not YAML', text: 'a: [', message: 'MeshConfig is not YAML: ' },
    { what: 'is no mapping', text: 'text', message: 'MeshConfig: the value is not a mapping' },
    { what: 'has a field of the wrong type', text: 'trustDomain: [a]', message: 'MeshConfig: trustDomain is not a string' },
  ])('that $what is reported, and not used', ({ text, message }) => {
    const { mesh: found, problems } = loadValues([config(text)]);
    expect(problems).toEqual([expect.objectContaining({ message: expect.stringContaining(message), place: null })]);
    expect(found.config.trustDomain).toBe('cluster.local');
  });
});

test('a frozen mesh answers as any other', () => {
  const found = mesh([object('Pod', 'a', 'one', { app: 'x' })]);
  Object.freeze(found);
  expect(found.labelled(POD, 'a', { app: 'x' })).toHaveLength(1);
  expect(found.withHost('x')).toEqual([]);
});
