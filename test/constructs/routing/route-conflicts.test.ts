import { Chart, Testing } from 'cdk8s';
import type { IWaypoint } from '../../../src';
import { Backend, Enrollment, GrpcRoute, HttpPathMatch, HttpRoute, Istio, ObjectRef, RouteParent, TcpRoute, TlsRoute, VersionedService, VersionSplit, Waypoint } from '../../../src';

const cart = ObjectRef.service('cart');
const backends = [Backend.service(ObjectRef.service('cart-v1'), { port: 80 })];
const parents = (port?: number) => [RouteParent.service(cart, { port })];
const all = { backends };
const some = { rules: [{ matches: [{ path: HttpPathMatch.prefix('/cart') }], backends }] };
const http = (id: string, props: object) => (chart: Chart) => new HttpRoute(chart, id, { parents: parents(80), ...props });
const both = (one: (chart: Chart) => unknown, other: (chart: Chart) => unknown, istio = '1.31') => () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
  Istio.version(chart, istio);
  one(chart);
  other(chart);
};

describe('routes that can stand beside each other', () => {
  test.each<[string, () => void]>([
    ['one of them takes all', both(http('a', all), http('b', some))],
    ['for different ports', both(http('a', all), http('b', { ...all, parents: parents(81) }))],
    ['for different services', both(http('a', all), http('b', { ...all, parents: [RouteParent.service(ObjectRef.service('other'), { port: 80 })] }))],
    ['of different namespaces, for some requests each', both(http('a', some), http('b', { ...some, namespace: 'waypoints' }))],
    ['for one port and for all, for some requests each', both(http('a', some), http('b', { ...some, parents: parents() }))],
    ['for requests and for connections', both(http('a', all), (chart) => new TcpRoute(chart, 'b', { parents: parents(80), backends }))],
    ['for connections to different ports', both((chart) => new TcpRoute(chart, 'a', { parents: parents(80), backends }), (chart) => new TlsRoute(chart, 'b', { parents: parents(81), backends }))],
    ['in a release that takes one only, as one', both(http('a', all), http('b', some), '1.24')],
    ['a service with several ports, in a release that takes all', both((chart) => new VersionedService(chart, 'cart', {
      selector: { app: 'cart' }, ports: [{ port: 80 }, { port: 81 }], versions: [{ version: 'v1' }], split: VersionSplit.only('v1'),
    }), () => undefined, '1.30')],
  ])('%s', (_, declare) => expect(declare).not.toThrow());
});

describe('bad input', () => {
  test.each<[string, () => void, string]>([
    ['two that take all', both(http('a', all), http('b', all)),
      '[test/b] routes Service shop/cart, and so does "test/a": both take all requests, and the older one gets them, so leave the rule without matches to one of them'],
    ['one for HTTP and one for gRPC that take all', both(http('a', { rules: [...some.rules, { matches: [{ path: HttpPathMatch.prefix('/') }], backends }] }), (chart) => new GrpcRoute(chart, 'b', { parents: parents(80), backends })),
      '[test/b] routes Service shop/cart, and so does "test/a": both take all requests'],
    ['one for all ports that takes all', both(http('a', some), http('b', { ...all, parents: parents() })),
      '[test/b] routes Service shop/cart, and so does "test/a": the older one is asked first, and one that takes all requests hides the other, so give both the same namespace and "port"'],
    ['one of another namespace that takes all', both(http('a', { ...all, namespace: 'waypoints' }), http('b', some)), '[test/b] routes Service shop/cart, and so does "test/a": the older one is asked first'],
    ['different ports, in a release that takes one only', both(http('a', all), http('b', { ...all, parents: parents(81) }), '1.29'),
      '[test/b] routes Service shop/cart, and so does "test/a": Istio 1.29 takes routes of one namespace for the same "port" only, and leaves the others, so give both the same, or write one route'],
    ['two TcpRoutes', both((chart) => new TcpRoute(chart, 'a', { parents: parents(), backends }), (chart) => new TcpRoute(chart, 'b', { parents: parents(80), backends })),
      '[test/b] routes Service shop/cart, and so does "test/a": a waypoint takes the first of them and leaves the other, so write the backends of both in one, or a "port" for each'],
    ['a TlsRoute that hides a TcpRoute', both((chart) => new TlsRoute(chart, 'a', { parents: parents(80), backends }), (chart) => new TcpRoute(chart, 'b', { parents: parents(80), backends })),
      '[test/b] routes Service shop/cart, and so does "test/a": a waypoint takes the TLSRoute and leaves the TCPRoute'],
  ])('%s', (_, declare, message) => expect(declare).toThrow(message));
});

describe('a route in another namespace than its parent', () => {
  const synth = (namespace: string, enrol: (waypoint: IWaypoint) => ObjectRef[]) => () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'infra' });
    const waypoint = Waypoint.fromWaypointAttributes(chart, 'waypoint', { waypointName: 'waypoint', namespace: 'infra' });
    for (const object of enrol(waypoint)) new Enrollment(chart, `enroll-${object.objectName}`, { objects: [object], waypoint });
    new HttpRoute(chart, 'route', { parents: [RouteParent.service(ObjectRef.service('cart', { namespace: 'shop' }))], namespace, backends });
    chart.toJson();
  };
  const byNamespace = () => [ObjectRef.namespace('shop')];

  test.each<[string, () => void]>([
    ['counts in that of the waypoint', synth('infra', byNamespace)],
    ['may count where nobody says which waypoint there is', synth('clients', () => [])],
  ])('%s', (_, declare) => expect(declare).not.toThrow());

  test.each<[string, () => void]>([
    ['by the label of its namespace', synth('clients', byNamespace)],
    ['by a label of its own', synth('clients', () => [ObjectRef.service('cart', { namespace: 'shop' })])],
  ])('is refused elsewhere, where the parent uses a waypoint %s', (_, declare) => {
    expect(declare).toThrow('[test/route] is in namespace "clients", but Istio looks for routes of Service shop/cart in "shop" and in that of its waypoint "test/waypoint", "infra": '
      + 'leave "namespace" out, or write one of these');
  });
});
