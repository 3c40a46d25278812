import { Duration } from 'cdk8s';
import {
  Backend, HttpFilter, HttpMethod, HttpPathMatch, HttpPathRewrite, HttpRoute, HttpValueMatch, ObjectRef, RouteParent, SandwichClass, SandwichWaypoint,
} from '../../../src';
import { only, synth } from '../synth';

const cart = ObjectRef.service('cart');
const parents = [RouteParent.service(cart, { port: 80 })];
const toCart = Backend.service(cart, { port: 80 });

test('the short form splits all requests by weight', () => {
  expect(synth((chart) => new HttpRoute(chart, 'cart', {
    parents,
    backends: [
      Backend.service(ObjectRef.service('cart-v1'), { port: 80, weight: 90 }),
      Backend.service(ObjectRef.service('cart-v2'), { port: 80, weight: 10 }),
    ],
  }))).toMatchSnapshot();
});

test('matches, filters, timeouts and retries', () => {
  expect(synth((chart) => new HttpRoute(chart, 'cart', {
    parents: [RouteParent.service(cart), RouteParent.serviceEntry(ObjectRef.serviceEntry('external'))],
    rules: [
      {
        matches: [
          { path: HttpPathMatch.exact('/cart'), method: HttpMethod.GET, headers: [HttpValueMatch.exact('x-team', 'red')], query: [HttpValueMatch.regex('q', 'a+')] },
          { path: HttpPathMatch.regex('/v[0-9]+/.*') },
        ],
        filters: [
          HttpFilter.requestHeaders({ set: { 'x-a': '1' }, add: { 'x-b': '2' }, remove: ['x-c'] }),
          HttpFilter.responseHeaders({ remove: ['server'] }),
          HttpFilter.rewrite({ hostname: 'cart.internal', path: HttpPathRewrite.fullPath('/v1') }),
          HttpFilter.mirror(Backend.service(ObjectRef.service('shadow'), { port: 80 }), { fraction: { numerator: 1, denominator: 1000 } }),
          HttpFilter.cors({ allowOrigins: ['https://example.com'], allowMethods: ['GET'], allowCredentials: true, maxAge: Duration.hours(1) }),
        ],
        backends: [Backend.service(cart, { port: 80, filters: [HttpFilter.requestHeaders({ set: { 'x-version': 'v1' } })] })],
        timeouts: { request: Duration.millis(1500), backendRequest: Duration.seconds(1) },
        retry: { attempts: 3, backoff: Duration.millis(100), codes: [500, 503] },
      },
      {
        matches: [{ path: HttpPathMatch.prefix('/old') }],
        filters: [HttpFilter.redirect({ scheme: 'https', path: HttpPathRewrite.prefix('/new'), statusCode: 301 })],
      },
    ],
  }))).toMatchSnapshot();
});

test('a mirror without a share takes all requests, with a percentage that share', () => {
  const manifests = synth((chart) => new HttpRoute(chart, 'cart', {
    parents,
    rules: [{ filters: [HttpFilter.mirror(toCart), HttpFilter.mirror(toCart, { percent: 5 })], backends: [toCart] }],
  }));
  const [all, some] = only(manifests, 'HTTPRoute').spec.rules[0].filters;
  expect(all.requestMirror).not.toHaveProperty('percent');
  expect(some.requestMirror.percent).toBe(5);
});

test('filters with nothing but what they need', () => {
  expect(synth((chart) => new HttpRoute(chart, 'cart', {
    parents,
    rules: [
      { filters: [HttpFilter.cors({ allowOrigins: ['*'] }), HttpFilter.rewrite({ hostname: 'cart.internal' })], backends: [toCart], retry: {} },
      { matches: [{ path: HttpPathMatch.exact('/old') }], filters: [HttpFilter.redirect({})] },
    ],
  }))).toMatchSnapshot();
});

test('the route is in the namespace of its parent, wherever it is declared', () => {
  const manifests = synth((chart) => new HttpRoute(chart, 'cart', {
    parents: [RouteParent.service(ObjectRef.service('cart', { namespace: 'backend' }))],
    backends: [Backend.service(ObjectRef.service('cart', { namespace: 'backend' }), { port: 80 })],
  }));
  const route = only(manifests, 'HTTPRoute');
  expect(route.metadata.namespace).toBe('backend');
  expect(route.spec.parentRefs[0]).not.toHaveProperty('namespace');
  expect(route.spec.rules[0].backendRefs[0]).not.toHaveProperty('namespace');
});

test('a parent or backend in another namespace is named with it', () => {
  const manifests = synth((chart) => new HttpRoute(chart, 'cart', {
    parents: [RouteParent.service(ObjectRef.service('cart', { namespace: 'backend' }))],
    backends: [Backend.service(ObjectRef.service('cart', { namespace: 'backend' }), { port: 80 })],
    namespace: 'waypoints',
    routeName: 'cart-route',
  }));
  const route = only(manifests, 'HTTPRoute', 'cart-route');
  expect(route.spec.parentRefs[0].namespace).toBe('backend');
  expect(route.spec.rules[0].backendRefs[0].namespace).toBe('backend');
});

test('a sandwich waypoint takes routes by its Gateway, with host names', () => {
  const manifests = synth((chart) => {
    const waypoint = new SandwichWaypoint(chart, 'waypoint', {
      gatewayClass: SandwichClass.envoyGateway(), services: [{ service: cart, ports: [80], route: false }],
    });
    new HttpRoute(chart, 'cart', {
      parents: [RouteParent.sandwich(waypoint, { sectionName: 'captured-fqdn' })], hostnames: ['cart.shop.svc.cluster.local'], backends: [toCart],
    });
  });
  expect(only(manifests, 'HTTPRoute')).toMatchSnapshot();
});

test.each([
  [Duration.millis(0), '0s'],
  [Duration.millis(90_500), '1m30s500ms'],
  [Duration.hours(26), '26h'],
])('%s is written as %s', (request, text) => {
  const manifests = synth((chart) => new HttpRoute(chart, 'cart', { parents, rules: [{ backends: [toCart], timeouts: { request } }] }));
  expect(only(manifests, 'HTTPRoute').spec.rules[0].timeouts.request).toBe(text);
});
