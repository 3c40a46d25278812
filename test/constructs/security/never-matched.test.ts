import { Chart, Testing } from 'cdk8s';
import type { AuthorizationRule, ConnectionRule } from '../../../src';
import {
  Condition, NamespaceWaypoint, ObjectRef, Operation, Peer, PolicyTarget, Principal, Source, WaypointAuthorization, ZtunnelAuthorization, ZtunnelTarget,
} from '../../../src';

const chart = () => new Chart(Testing.app(), 'test', { namespace: 'shop' });
const targets = [PolicyTarget.service(ObjectRef.service('cart'))];
const untyped = (value: unknown) => value as string;

const atWaypoint = (rule: AuthorizationRule) => new WaypointAuthorization(chart(), 'policy', { targets, rules: [rule] });
const atZtunnel = (rule: ConnectionRule) => new ZtunnelAuthorization(chart(), 'policy', { target: ZtunnelTarget.namespace('shop'), rules: [rule] });

test.each<[string, AuthorizationRule]>([
  ['methods', { operations: [Operation.of({ methods: ['GET', '*'], notMethods: ['M-SEARCH'] })] }],
  ['paths', { operations: [Operation.of({ paths: ['/', '/a', '/a/*', '*.js', '*', '/a/{*}/b/{**}'], notPaths: ['/b'] })] }],
  ['namespaces', { sources: [Source.of({ namespaces: ['shop', 'shop-*', '*-shop', '*'] })] }],
  ['accounts', { sources: [Source.serviceAccounts('shop/web.site', 'web')] }],
  ['principals', { sources: [Source.principals(Principal.of('corp.example/ns/shop/sa/web'), Principal.of('*/sa/web'), Principal.any())] }],
  ['claims', { conditions: [Condition.claim(['realm', 'roles'], { values: ['admin'] }), Condition.header('x-a', { notValues: ['b'] })] }],
])('%s that can match are taken', (_, rule) => expect(() => atWaypoint(rule)).not.toThrow());

describe('what never matches is refused', () => {
  test.each<[string, AuthorizationRule]>([
    ['a method in lower case', { operations: [Operation.methods('get')] }],
    ['a method that is left out, in lower case', { operations: [Operation.of({ notMethods: ['Get'] })] }],
    ['a path without slash', { operations: [Operation.paths('health')] }],
    ['a path that is left out, without slash', { operations: [Operation.of({ notPaths: ['health'] })] }],
    ['a star in the middle of a path', { operations: [Operation.paths('/shops/*/admin')] }],
    ['two stars at the end of a path', { operations: [Operation.paths('/admin/**')] }],
    ['a namespace in upper case', { sources: [Source.namespaces('Shop')] }],
    ['a namespace with a star in the middle', { sources: [Source.of({ notNamespaces: ['a*b'] })] }],
    ['a namespace that is not known', { sources: [Source.namespaces(untyped(undefined))] }],
    ['an account with two slashes', { sources: [Source.serviceAccounts('a/b/c')] }],
    ['an account that is a principal', { sources: [Source.of({ notServiceAccounts: ['cluster.local/ns/shop/sa/web'] })] }],
    ['a principal that is an account', { sources: [Source.principals(Principal.of('shop/web'))] }],
    ['a principal of no trust domain', { sources: [Source.principals(Principal.serviceAccount(ObjectRef.serviceAccount('web'), { trustDomain: '' }))] }],
    ['a principal of an address', { sources: [Source.principals(Principal.serviceAccount(ObjectRef.serviceAccount('web'), { trustDomain: 'spiffe://corp' }))] }],
    ['a claim without name', { conditions: [Condition.claim([], { values: ['a'] })] }],
    ['a claim with an empty name', { conditions: [Condition.claim(['realm', ''], { values: ['a'] })] }],
    ['a header without name', { conditions: [Condition.header('', { values: ['a'] })] }],
    ['an empty value', { conditions: [Condition.header('x-a', { notValues: [''] })] }],
  ])('%s', (_, rule) => expect(() => atWaypoint(rule)).toThrowErrorMatchingSnapshot());

  test('at ztunnel too', () => expect(() => atZtunnel({ peers: [Peer.namespaces('Shop')] })).toThrowErrorMatchingSnapshot());

  test('in a root namespace', () => {
    const everywhere = PolicyTarget.everyWaypoint({ rootNamespace: 'Istio' });
    expect(() => new WaypointAuthorization(chart(), 'policy', { targets: [everywhere], rules: [{}] })).toThrowErrorMatchingSnapshot();
  });

  test('in the identity of a waypoint', () => {
    expect(() => new NamespaceWaypoint(chart(), 'waypoint', { trustDomain: ' ' })).toThrowErrorMatchingSnapshot();
  });
});
