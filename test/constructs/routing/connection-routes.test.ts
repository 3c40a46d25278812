import { ApiObject, Chart, Testing } from 'cdk8s';
import { Backend, HttpFilter, Istio, ObjectRef, RouteParent, SandwichClass, SandwichWaypoint, TcpRoute, TlsRoute } from '../../../src';
import { ISTIO_VERSIONS } from '../../../src/istio/versions';
import { only, synth } from '../synth';

const cache = ObjectRef.service('cache');
const parents = [RouteParent.service(cache, { port: 6379 })];
const backends = [
  Backend.service(ObjectRef.service('cache-v1'), { port: 6379, weight: 90 }),
  Backend.service(ObjectRef.service('cache-v2', { namespace: 'next' }), { port: 6379, weight: 10 }),
];

const api = (chart: Chart, hosts: string[]) => ObjectRef.of(new ApiObject(chart, 'entry', {
  apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: { name: 'api' }, spec: { hosts, ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], resolution: 'DNS' },
}));

test('a TcpRoute splits connections by weight', () => {
  expect(synth((chart) => new TcpRoute(chart, 'cache', { parents, backends }))).toMatchSnapshot();
});

test('a TlsRoute has the full name of its Service, since a waypoint takes no other', () => {
  expect(synth((chart) => new TlsRoute(chart, 'cache', { parents, backends }))).toMatchSnapshot();
});

test('a TlsRoute has the hosts of its ServiceEntry', () => {
  const manifests = synth((chart) => new TlsRoute(chart, 'r', { parents: [RouteParent.serviceEntry(api(chart, ['a.example', 'b.example']))], backends }));
  expect(only(manifests, 'TLSRoute').spec.hostnames).toEqual(['a.example', 'b.example']);
});

test('a TlsRoute believes the hosts of a ServiceEntry that is declared elsewhere', () => {
  const manifests = synth((chart) => new TlsRoute(chart, 'api', { parents: [RouteParent.serviceEntry(ObjectRef.serviceEntry('api'))], hostnames: ['a.example'], backends }));
  expect(only(manifests, 'TLSRoute').spec.hostnames).toEqual(['a.example']);
});

test('a sandwich waypoint takes both by its Gateway', () => {
  const manifests = synth((chart) => {
    const waypoint = new SandwichWaypoint(chart, 'waypoint', { gatewayClass: SandwichClass.envoyGateway(), services: [{ service: cache, ports: [6379], route: false }] });
    new TcpRoute(chart, 'tcp', { parents: [RouteParent.sandwich(waypoint)], backends });
    new TlsRoute(chart, 'tls', { parents: [RouteParent.sandwich(waypoint)], hostnames: ['cache.example'], backends });
  });
  expect(only(manifests, 'TCPRoute').spec.parentRefs[0].kind).toBe('Gateway');
  expect(only(manifests, 'TLSRoute').spec.hostnames).toEqual(['cache.example']);
});

/** Both routes as the release reads them: the API version that it watches, or the error that it takes no such route. */
function versionsFor(istio: string): string[] {
  return [TcpRoute, TlsRoute].map((kind) => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
    Istio.version(chart, istio);
    try {
      new kind(chart, kind.name, { parents, backends, routeName: 'route' });
      return chart.toJson().pop().apiVersion.split('/')[1];
    } catch (error) {
      return (error as Error).message;
    }
  });
}

test.each(ISTIO_VERSIONS)('the API version is the one that Istio %s reads', (istio) => {
  expect(versionsFor(istio)).toMatchSnapshot();
});

describe('bad input', () => {
  test.each<[string, (chart: Chart) => unknown, string]>([
    ['no parents', (chart) => new TcpRoute(chart, 'r', { parents: [], backends }), '[test/r] has no parents'],
    ['no backends', (chart) => new TcpRoute(chart, 'r', { parents, backends: [] }), '[test/r] a rule has no backends, so that its connections would be refused'],
    ['no weight at all', (chart) => new TlsRoute(chart, 'r', { parents, backends: [Backend.service(cache, { port: 1, weight: 0 })] }),
      '[test/r] all backends of a rule have weight 0, so that its connections would be refused'],
    ['filters', (chart) => new TcpRoute(chart, 'r', { parents, backends: [Backend.service(cache, { port: 1, filters: [HttpFilter.requestHeaders({ set: { a: 'b' } })] })] }),
      '[test/r] backend "cache" has filters, but a connection has no headers: remove them'],
    ['a host that is not the parent', (chart) => new TlsRoute(chart, 'r', { parents, hostnames: ['cache.example'], backends }),
      '[test/r] has the host name "cache.example", and a waypoint would ignore the route: leave "hostnames" out, or write "cache.shop.svc.cluster.local"'],
    ['a ServiceEntry whose hosts nobody knows', (chart) => new TlsRoute(chart, 'r', { parents: [RouteParent.serviceEntry(ObjectRef.serviceEntry('api'))], backends }),
      '[test/r] cannot tell the host of ServiceEntry "api", which is not of this app: write it in "hostnames"'],
    ['a sandwich without host names', (chart) => {
      const waypoint = new SandwichWaypoint(chart, 'w', { gatewayClass: SandwichClass.envoyGateway(), services: [{ service: cache, ports: [6379], route: false }] });
      new TlsRoute(chart, 'r', { parents: [RouteParent.sandwich(waypoint)], backends });
    }, '[test/r] has no host names, which a Gateway needs: list at least one in "hostnames"'],
    ['several hosts for a release that takes one', (chart) => {
      Istio.version(chart, '1.29');
      new TlsRoute(chart, 'r', { parents: [RouteParent.serviceEntry(api(chart, ['a.example', 'b.example']))], backends });
    }, '[test/r] has the host names a.example, b.example, but Istio 1.29 takes one only: write a route for each'],
  ])('%s', (_, declare, message) => {
    expect(() => declare(new Chart(Testing.app(), 'test', { namespace: 'shop' }))).toThrow(message);
  });
});
