import { Chart, Testing } from 'cdk8s';
import { Backend, GrpcFilter, GrpcMethodMatch, GrpcRoute, HttpFilter, HttpValueMatch, ObjectRef, RouteParent, SandwichClass, SandwichWaypoint } from '../../../src';
import { only, synth } from '../synth';

const cart = ObjectRef.service('cart');
const parents = [RouteParent.service(cart, { port: 50051 })];
const toCart = Backend.service(cart, { port: 50051 });

test('the short form splits all calls by weight', () => {
  expect(synth((chart) => new GrpcRoute(chart, 'cart', {
    parents,
    backends: [
      Backend.service(ObjectRef.service('cart-v1'), { port: 50051, weight: 90 }),
      Backend.service(ObjectRef.service('cart-v2'), { port: 50051, weight: 10 }),
    ],
  }))).toMatchSnapshot();
});

test('matches and filters', () => {
  expect(synth((chart) => new GrpcRoute(chart, 'cart', {
    parents: [RouteParent.service(cart), RouteParent.serviceEntry(ObjectRef.serviceEntry('external'))],
    rules: [
      {
        matches: [
          { method: GrpcMethodMatch.method('shop.Cart', 'AddItem'), headers: [HttpValueMatch.exact('x-team', 'red')] },
          { method: GrpcMethodMatch.service('shop.Cart') },
          { method: GrpcMethodMatch.regex('shop\\..*', 'Get.*') },
          { headers: [HttpValueMatch.regex('x-version', 'v[0-9]+')] },
        ],
        filters: [
          GrpcFilter.requestHeaders({ set: { 'x-a': '1' } }),
          GrpcFilter.responseHeaders({ remove: ['server'] }),
          GrpcFilter.mirror(Backend.service(ObjectRef.service('shadow'), { port: 50051 }), { percent: 5 }),
        ],
        backends: [Backend.service(cart, { port: 50051, filters: [HttpFilter.requestHeaders({ add: { 'x-version': 'v1' } })] })],
      },
      { backends: [toCart] },
    ],
  }))).toMatchSnapshot();
});

test('a sandwich waypoint takes routes by its Gateway, with host names', () => {
  const manifests = synth((chart) => {
    const waypoint = new SandwichWaypoint(chart, 'waypoint', { gatewayClass: SandwichClass.envoyGateway(), services: [{ service: cart, ports: [50051], route: false }] });
    new GrpcRoute(chart, 'cart', { parents: [RouteParent.sandwich(waypoint)], hostnames: ['cart.shop.svc.cluster.local'], backends: [toCart] });
  });
  expect(only(manifests, 'GRPCRoute').spec).toMatchObject({ hostnames: ['cart.shop.svc.cluster.local'], parentRefs: [{ kind: 'Gateway', name: 'waypoint' }] });
});

describe('bad input', () => {
  const rule = (matches: any) => ({ parents, rules: [{ matches, backends: [toCart] }] });

  test.each<[string, ConstructorParameters<typeof GrpcRoute>[2], string]>([
    ['no parents', { parents: [], backends: [toCart] }, '[test/r] has no parents: list at least one in "parents"'],
    ['a parent twice', { parents: [...parents, RouteParent.service(cart, { port: 80 })], backends: [toCart] },
      '[test/r] names Service "cart" twice, which the API server refuses: name it once, for all ports, or write a route for each port'],
    ['no rules', { parents }, '[test/r] has no rules: list at least one in "rules", or write "backends"'],
    ['rules and backends', { parents, rules: [{ backends: [toCart] }], backends: [toCart] }, '[test/r] has "rules" and "backends": write one of the two'],
    ['a rule without backends', { parents, rules: [{ backends: [] }] }, '[test/r] a rule has no backends, so that its requests would fail with status 500'],
    ['no weight at all', { parents, backends: [Backend.service(cart, { port: 1, weight: 0 })] }, '[test/r] all backends of a rule have weight 0'],
    ['a filter that a backend cannot have', { parents, backends: [Backend.service(cart, { port: 1, filters: [HttpFilter.mirror(toCart)] })] }, '[test/r] backend "cart" has a filter of type RequestMirror'],
    ['an empty list of matches', rule([]), '[test/r] a rule has an empty list "matches"'],
    ['a match that says nothing', rule([{}]), '[test/r] a match says nothing: write "method" or "headers"'],
    ['a path as a service', rule([{ method: GrpcMethodMatch.service('/shop.Cart') }]), '[test/r] gRPC service "/shop.Cart" is no name: write it with its package, such as "shop.Cart"'],
    ['a method with a service', rule([{ method: GrpcMethodMatch.method('shop.Cart', 'shop.Cart/AddItem') }]), '[test/r] gRPC method "shop.Cart/AddItem" is no name'],
    ['a filter that changes nothing', { parents, rules: [{ filters: [GrpcFilter.requestHeaders({})], backends: [toCart] }] }, '[test/r] a header filter changes nothing'],
    ['host names', { parents, hostnames: ['a.example'], backends: [toCart] }, '[test/r] has hostnames, which Istio ignores for Service "cart"'],
  ])('%s', (_, props, message) => {
    expect(() => new GrpcRoute(new Chart(Testing.app(), 'test', { namespace: 'shop' }), 'r', props)).toThrow(message);
  });
});
