import { matchesIdentity } from '../../../../src/constructs/delivery/rollout/seen-identity';

const WAYPOINT = { namespace: 'shop', serviceAccount: 'waypoint' };
const principals = (...values: string[]) => ({ principals: values });

test.each<[string, object | undefined, boolean | undefined]>([
  ['nothing', undefined, true],
  ['its namespace', { namespaces: ['pay', 'shop'] }, true],
  ['another namespace', { namespaces: ['pay'] }, false],
  ['a pattern of namespaces', { namespaces: ['sh*'] }, undefined],
  ['every namespace', { namespaces: ['*'] }, true],
  ['all namespaces but another', { notNamespaces: ['pay'] }, true],
  ['all namespaces but its own', { notNamespaces: ['shop'] }, false],
  ['its identity', principals('cluster.local/ns/shop/sa/waypoint'), true],
  ['its identity in any trust domain', principals('*/ns/shop/sa/waypoint'), true],
  ['another identity of its namespace', principals('cluster.local/ns/shop/sa/web'), false],
  ['a pattern of identities', principals('cluster.local/ns/shop/*'), undefined],
  ['all identities but its own', { notPrincipals: ['cluster.local/ns/shop/sa/waypoint'] }, false],
  ['its namespace and another identity', { namespaces: ['shop'], ...principals('cluster.local/ns/shop/sa/web') }, false],
  ['its namespace and an address', { namespaces: ['shop'], ipBlocks: ['10.0.0.0/8'] }, undefined],
  ['another namespace and an address', { namespaces: ['pay'], ipBlocks: ['10.0.0.0/8'] }, false],
])('a rule from %s', (_, source, expected) => {
  const from = source && [{ source }];
  expect(matchesIdentity({ from }, WAYPOINT)).toBe(expected);
  expect(matchesIdentity({ from, to: [{ operation: { ports: ['80'] } }] }, WAYPOINT)).toBe(expected === false ? false : undefined);
});

test('a rule matches if one of its sources does', () => {
  const rule = { from: [{ source: { namespaces: ['pay'] } }, { source: { namespaces: ['shop'] } }] };
  expect(matchesIdentity(rule, WAYPOINT)).toBe(true);
});
