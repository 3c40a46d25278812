import { Chart, Lazy, Testing } from 'cdk8s';
import {
  AllowedNamespaces, NamespaceWaypoint, NetworkPolicies, PodPeer, VersionedService, ZtunnelAuthorization, ZtunnelTarget,
} from '../../src';
import { checkLabels, checkLabelValue } from '../../src/constructs/check-labels';

const chart = () => new Chart(Testing.app(), 'test', { namespace: 'shop' });
const labels = { app: 'ÄÖ' };
const untyped = (value: unknown) => value as string;

test.each<[string, Record<string, string>]>([
  ['what Kubernetes allows', { 'app': 'Web-1.a_b', 'example.com/app': '', 'a': 'x'.repeat(63) }],
  ['values that are known at synthesis', { app: untyped(Lazy.any({ produce: () => 'web' })) }],
])('takes %s', (_, right) => expect(checkLabels(chart(), 'a peer', right)).toBe(right));

test.each<[string, Record<string, string>]>([
  ['a value with other letters', labels],
  ['a value that is a blank', { app: ' ' }],
  ['a value that is too long', { app: 'x'.repeat(64) }],
  ['a value that ends with a dash', { app: 'web-' }],
  ['a value that is no text', { app: untyped(true) }],
  ['no value', { app: untyped(undefined) }],
  ['the value null', { app: untyped(null) }],
  ['an empty key', { '': 'web' }],
  ['a key with a blank', { 'the app': 'web' }],
  ['a key with two prefixes', { 'a/b/c': 'web' }],
  ['a key with a wrong prefix', { 'Example.com/app': 'web' }],
])('refuses %s', (_, wrong) => expect(() => checkLabels(chart(), 'a peer', wrong)).toThrowErrorMatchingSnapshot());

test('names a value of a label that is a property', () => {
  expect(() => checkLabelValue(chart(), 'revision', '1.30 beta')).toThrowErrorMatchingSnapshot();
});

describe('is asked for', () => {
  test.each<[string, (scope: Chart) => unknown]>([
    ['labels of a Gateway', (scope) => new NamespaceWaypoint(scope, 'w', { labels })],
    ['labels of pods of a waypoint', (scope) => new NamespaceWaypoint(scope, 'w', { infrastructureLabels: labels })],
    ['the revision of a waypoint', (scope) => new NamespaceWaypoint(scope, 'w', { revision: 'ÄÖ' })],
    ['admitted namespaces', (scope) => new NamespaceWaypoint(scope, 'w', { allowedNamespaces: AllowedNamespaces.labelled(labels) })],
    ['the target of a policy', (scope) => new ZtunnelAuthorization(scope, 'p', { target: ZtunnelTarget.labelled(labels), allowNothing: true })],
    ['clients of a waypoint', (scope) => new NetworkPolicies(scope, 'n', { waypoint: new NamespaceWaypoint(scope, 'w'), clients: [PodPeer.labelled(labels)] })],
    ['guarded workloads', (scope) => new NetworkPolicies(scope, 'n', { waypoint: new NamespaceWaypoint(scope, 'w'), workloads: [{ labels }] })],
    ['pods of a service', (scope) => new VersionedService(scope, 's', { selector: labels, ports: [{ port: 80 }], versions: [{ version: 'v1' }] })],
  ])('%s', (_, declare) => expect(() => declare(chart())).toThrow(/^\[test\/\S*\] .*"ÄÖ" is none that a label can have/));
});
