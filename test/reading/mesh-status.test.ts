import * as path from 'node:path';
import { Mesh } from '../../src';

const mesh = Mesh.fromFiles([path.join(__dirname, '../cli/status/shop.yaml')]);

function statusOf(subject: string) {
  return mesh.status().filter((status) => status.subject === subject);
}

test('a policy has its conditions, and where it is enforced', () => {
  expect(statusOf('AuthorizationPolicy shop/deny-nothing')).toEqual([{
    subject: 'AuthorizationPolicy shop/deny-nothing',
    conditions: [expect.objectContaining({ conditionType: 'ZtunnelAccepted', status: 'True', reason: 'UnsupportedValue' })],
    enforcedAt: [],
    notes: ['it has no effect: what it should deny is allowed, as ztunnel does not know methods'],
  }]);
});

test('a route has conditions for each parent', () => {
  expect(statusOf('HTTPRoute shop/cart').map(({ part, conditions }) => [part, conditions.map(({ reason }) => reason)])).toEqual([
    ['parentRefs[0] Service shop/cart port 80', ['Accepted', 'ResolvedRefs', 'ResolvedWaypoints']],
    ['parentRefs[1] Gateway shop/ingress', ['Accepted', 'ResolvedRefs', 'ResolvedWaypoints']],
  ]);
});

test('what is no policy is enforced nowhere and not said to be', () => {
  expect(statusOf('Service shop/search')).toEqual([expect.objectContaining({ enforcedAt: undefined, part: undefined })]);
});
