import { ApiObject, Chart, Duration, Testing } from 'cdk8s';
import type { FaultInjectionProps } from '../../../src';
import { Backend, FaultInjection, HttpFilter, HttpMethod, HttpPathMatch, HttpRoute, HttpValueMatch, ObjectRef, RouteParent } from '../../../src';
import { only, synth } from '../synth';

const cart = ObjectRef.service('cart', { namespace: 'backend' });
const unavailable = { abort: { httpStatus: 503 } };
const inject = (props: Partial<FaultInjectionProps>) => only(synth((chart) => new FaultInjection(chart, 'faults', { service: cart, faults: [unavailable], ...props })), 'VirtualService');

test('faults in order, and all other requests as they are', () => {
  expect(inject({
    faults: [
      {
        matches: [
          { path: HttpPathMatch.exact('/cart'), method: HttpMethod.GET, headers: [HttpValueMatch.exact('X-Team', 'red')], query: [HttpValueMatch.regex('q', 'a+')] },
          { path: HttpPathMatch.prefix('/old/') },
          { path: HttpPathMatch.regex('/v[0-9]+') },
        ],
        delay: { duration: Duration.millis(1500), percent: 12.5 },
      },
      { matches: [{ path: HttpPathMatch.prefix('/'), method: HttpMethod.POST }], abort: { grpcStatus: 'UNAVAILABLE', percent: 50 } },
    ],
    virtualServiceName: 'cart-faults',
  })).toMatchSnapshot();
});

test('of one port only', () => {
  expect(inject({ port: 80, faults: [{ ...unavailable, matches: [{ method: HttpMethod.GET }] }] }).spec.http).toEqual([
    { match: [{ method: { exact: 'GET' }, port: 80 }], fault: { abort: { httpStatus: 503, percentage: { value: 100 } } }, route: [{ destination: { host: 'cart.backend.svc.cluster.local', port: { number: 80 } } }] },
    { match: [{ port: 80 }], route: [{ destination: { host: 'cart.backend.svc.cluster.local', port: { number: 80 } } }] },
  ]);
});

test('a fault for all requests is the last rule', () => {
  expect(inject({}).spec.http).toHaveLength(1);
  expect(inject({}).spec.http[0]).not.toHaveProperty('match');
});

test('requests that don\'t fail can go to versions', () => {
  const backends = [Backend.service(ObjectRef.service('cart-v1'), { port: 80, weight: 90 }), Backend.service(ObjectRef.service('cart-v2', { namespace: 'next' }), { port: 80, weight: 10 })];
  expect(inject({ backends }).spec.http[0].route).toEqual([
    { destination: { host: 'cart-v1.shop.svc.cluster.local', port: { number: 80 } }, weight: 90 }, { destination: { host: 'cart-v2.next.svc.cluster.local', port: { number: 80 } }, weight: 10 },
  ]);
});

test('for a ServiceEntry by its host', () => {
  expect(inject({ service: ObjectRef.serviceEntry('api'), hosts: ['api.example'] }).spec).toMatchObject({ hosts: ['api.example'], http: [{ route: [{ destination: { host: 'api.example' } }] }] });
});

describe('bad input', () => {
  const one = (props: Partial<FaultInjectionProps>) => (chart: Chart) => new FaultInjection(chart, 'f', { service: cart, faults: [unavailable], ...props });
  const route = (chart: Chart) => new HttpRoute(chart, 'route', { parents: [RouteParent.service(cart, { port: 80 })], backends: [Backend.service(cart, { port: 80 })] });
  const beside = 'Istio leaves open which of a VirtualService and a route counts, so write the rules of both in one of them';

  test.each<[string, (chart: Chart) => unknown, string]>([
    ['no faults', one({ faults: [] }), '[test/f] has no faults: list at least one in "faults"'],
    ['a fault that does nothing', one({ faults: [{}] }), '[test/f] has a fault that does nothing: write "delay" or "abort"'],
    ['an abort without status', one({ faults: [{ abort: {} }] }), '[test/f] has an abort with "httpStatus" and "grpcStatus", or with none: write one of the two'],
    ['an abort with two statuses', one({ faults: [{ abort: { httpStatus: 503, grpcStatus: 'UNAVAILABLE' } }] }), '[test/f] has an abort with "httpStatus" and "grpcStatus"'],
    ['a status that does not exist', one({ faults: [{ abort: { httpStatus: 99 } }] }), '[test/f] has an abort with status 99: write an integer from 200 to 599'],
    ['a gRPC status that does not exist', one({ faults: [{ abort: { grpcStatus: '14' } }] }), '[test/f] has an abort with gRPC status "14": write one of CANCELLED, UNKNOWN'],
    ['none of the requests, which would be all', one({ faults: [{ abort: { httpStatus: 503, percent: 0 } }] }), '[test/f] has an abort of 0 percent: write a number above 0, at most 100'],
    ['more than all', one({ faults: [{ delay: { duration: Duration.seconds(1), percent: 101 } }] }), '[test/f] has a delay of 101 percent'],
    ['no delay', one({ faults: [{ delay: { duration: Duration.millis(0) } }] }), '[test/f] the duration of a delay is 0 milliseconds'],
    ['a fault that hides another', one({ faults: [unavailable, unavailable] }), '[test/f] has fault 1 for all requests, so that those after it are never asked: list it last'],
    ['an empty list of matches', one({ faults: [{ ...unavailable, matches: [] }] }), '[test/f] has a fault with an empty list "matches"'],
    ['a match that says nothing', one({ faults: [{ ...unavailable, matches: [{ path: HttpPathMatch.prefix('/') }] }] }), '[test/f] has a fault with a match that says nothing'],
    ['no service', one({ service: ObjectRef.pod('cart') }), '[test/f] Pod "cart" is no Service or ServiceEntry: refer to a Service or a ServiceEntry'],
    ['several hosts', (chart) => one({ service: ObjectRef.of(new ApiObject(chart, 'e', { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', spec: { hosts: ['a.example', 'b.example'] } })) })(chart), '[test/f] cannot send requests on to a.example, b.example'],
    ['backends with filters', one({ backends: [Backend.service(cart, { port: 80, filters: [HttpFilter.requestHeaders({ set: { a: 'b' } })] })] }), '[test/f] backend "cart" has filters, which a VirtualService does not take'],
    ['no backends', one({ backends: [] }), '[test/f] a rule has no backends, so that its requests would fail with status 503'],
    ['a route beside it', (chart) => [one({})(chart), route(chart)], `[test/route] routes Service backend/cart, and so does "test/f": ${beside}`],
    ['a route before it', (chart) => [route(chart), one({ port: 8080 })(chart)], `[test/f] routes Service backend/cart, and so does "test/route": ${beside}`],
    ['two of them', (chart) => [one({ port: 80 })(chart), new FaultInjection(chart, 'g', { service: cart, port: 81, faults: [unavailable] })], '[test/g] routes Service backend/cart, and so does "test/f": only the older of two VirtualServices is sure to count, so write one'],
  ])('%s', (_, declare, message) => {
    expect(() => declare(new Chart(Testing.app(), 'test', { namespace: 'shop' }))).toThrow(message);
  });

  test('a route that was taken out is no hindrance', () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
    route(chart);
    chart.node.tryRemoveChild('route');
    expect(() => one({})(chart)).not.toThrow();
  });
});
