import { ApiObject, Chart, Duration, Testing } from 'cdk8s';
import type { TrafficPolicyProps } from '../../../src';
import {
  Backend, EgressWaypoint, HashKey, HttpRoute, Istio, LoadBalancing, Locality, ObjectRef, ProxyProtocol, RouteParent, Source, TlsOrigination, TrafficPolicy,
} from '../../../src';
import { ISTIO_VERSIONS } from '../../../src/istio/versions';
import { only, synth } from '../synth';

const cart = ObjectRef.service('cart', { namespace: 'backend' });
const policy = (props: Partial<TrafficPolicyProps>) => only(synth((chart) => new TrafficPolicy(chart, 'cart', { service: cart, ...props })), 'DestinationRule');

test('all settings, for the service and for a port', () => {
  expect(policy({
    loadBalancing: LoadBalancing.roundRobin({ warmup: { duration: Duration.seconds(30), minimumPercent: 20 } }),
    locality: Locality.failover({ 'eu-west': 'eu-central' }),
    connections: {
      maxConnections: 100,
      maxRequests: 200,
      maxPendingRequests: 20,
      maxRetries: 3,
      maxRequestsPerConnection: 1000,
      connectTimeout: Duration.millis(500),
      idleTimeout: Duration.minutes(5),
      maxConnectionDuration: Duration.hours(1),
    },
    outlierDetection: {
      consecutive5xxErrors: 5,
      consecutiveGatewayErrors: 3,
      consecutiveLocalOriginFailures: 2,
      interval: Duration.seconds(5),
      baseEjectionTime: Duration.millis(1500),
      maxEjectionPercent: 50,
      minHealthPercent: 0,
    },
    proxyProtocol: ProxyProtocol.V2,
    ports: [{ port: 8080, loadBalancing: LoadBalancing.random() }],
    policyName: 'cart-traffic',
  })).toMatchSnapshot();
});

test.each([
  ['least requests', LoadBalancing.leastRequest(), { simple: 'LEAST_REQUEST' }],
  ['a header', LoadBalancing.consistentHash(HashKey.header('x-user')), { consistentHash: { httpHeaderName: 'x-user' } }],
  ['a cookie', LoadBalancing.consistentHash(HashKey.cookie('user')), { consistentHash: { httpCookie: { name: 'user', ttl: '0s' } } }],
  ['a cookie that lives', LoadBalancing.consistentHash(HashKey.cookie('user', { path: '/cart', ttl: Duration.minutes(1) })), { consistentHash: { httpCookie: { name: 'user', path: '/cart', ttl: '60s' } } }],
  ['a parameter', LoadBalancing.consistentHash(HashKey.queryParameter('user')), { consistentHash: { httpQueryParameterName: 'user' } }],
  ['the address', LoadBalancing.consistentHash(HashKey.sourceIp()), { consistentHash: { useSourceIp: true } }],
])('load balanced by %s', (_, loadBalancing, rendered) => {
  expect(policy({ loadBalancing }).spec.trafficPolicy.loadBalancer).toEqual(rendered);
});

test.each([
  ['ignored', Locality.ignored(), { enabled: false }],
  ['by labels', Locality.priority('topology.kubernetes.io/region', 'topology.kubernetes.io/zone'), { failoverPriority: ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'] }],
  ['by shares', Locality.distributed({ source: 'eu/a/*', shares: { 'eu/a/*': 80, 'eu/b/*': 20 } }), { distribute: [{ from: 'eu/a/*', to: { 'eu/a/*': 80, 'eu/b/*': 20 } }] }],
])('locality %s', (_, locality, rendered) => {
  expect(policy({ locality, outlierDetection: { consecutive5xxErrors: 1 } }).spec.trafficPolicy.loadBalancer).toEqual({ localityLbSetting: rendered });
});

test('a ServiceEntry gets a DestinationRule for each of its hosts', () => {
  const manifests = synth((chart) => new TrafficPolicy(chart, 'api', {
    service: ObjectRef.of(new ApiObject(chart, 'entry', {
      apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: { name: 'api' }, spec: { hosts: ['a.example', 'b.example'], ports: [{ number: 443, name: 'tls', protocol: 'TLS' }], resolution: 'DNS' },
    })),
    connections: { maxConnections: 10 },
  }));
  expect(manifests.filter(({ kind }) => kind === 'DestinationRule').map(({ metadata, spec }) => `${metadata.namespace}/${metadata.name} ${spec.host}`)).toEqual(['shop/api a.example', 'shop/api-2 b.example']);
});

test('the hosts of a ServiceEntry that is declared elsewhere are believed', () => {
  expect(policy({ service: ObjectRef.serviceEntry('api'), hosts: ['a.example'], connections: { maxRequests: 1 } }).spec.host).toBe('a.example');
});

/** What becomes of a key of requests in a release, with a route that sends to the service and without. */
function hashIn(istio: string): string[] {
  return [true, false].map((isRouted) => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'backend' });
    Istio.version(chart, istio);
    new TrafficPolicy(chart, 'cart', { service: cart, loadBalancing: LoadBalancing.consistentHash(HashKey.header('x-user')) });
    if (isRouted) new HttpRoute(chart, 'route', { parents: [RouteParent.service(cart)], backends: [Backend.service(cart, { port: 80 })] });
    return chart.node.children.flatMap((construct) => construct.node.validate()).join('') || 'taken';
  });
}

test.each([['1.24', { simple: 'ROUND_ROBIN', warmupDurationSecs: '30s' }], ['1.25', { simple: 'ROUND_ROBIN', warmup: { duration: '30s', minimumPercent: 10 } }]])('warmup in Istio %s', (istio, rendered) => {
  const manifests = synth((chart) => {
    Istio.version(chart, istio);
    new TrafficPolicy(chart, 'cart', { service: cart, loadBalancing: LoadBalancing.roundRobin({ warmup: { duration: Duration.seconds(30) } }) });
  });
  expect(only(manifests, 'DestinationRule').spec.trafficPolicy.loadBalancer).toEqual(rendered);
});

test.each(ISTIO_VERSIONS)('a key of requests in Istio %s', (istio) => expect(hashIn(istio)).toMatchSnapshot());

describe('bad input', () => {
  const one = (props: Partial<TrafficPolicyProps>) => (chart: Chart) => new TrafficPolicy(chart, 'p', { service: cart, ...props });

  test.each<[string, (chart: Chart) => unknown, string]>([
    ['nothing', one({}), '[test/p] says nothing: write at least one of loadBalancing, locality, connections'],
    ['no service', one({ service: ObjectRef.deployment('cart') }), '[test/p] Deployment "cart" is no Service or ServiceEntry: refer to a Service or a ServiceEntry'],
    ['hosts that are known', one({ hosts: ['a.example'], connections: { maxRequests: 1 } }), '[test/p] has "hosts", but those of Service "cart" are known: remove them'],
    ['hosts that nobody knows', one({ service: ObjectRef.serviceEntry('api') }), '[test/p] cannot tell the hosts of ServiceEntry "api", which is not of this app: write them in "hosts"'],
    ['no limits', one({ connections: {} }), '[test/p] "connections" says nothing'],
    ['a limit of 0, which is none', one({ connections: { maxRequests: 0 } }), '[test/p] connections.maxRequests is 0: write an integer of at least 1'],
    ['a timeout of 0', one({ connections: { connectTimeout: Duration.millis(0) } }), '[test/p] connections.connectTimeout is 0 milliseconds: write whole milliseconds, at least 1'],
    ['no failures', one({ outlierDetection: {} }), '[test/p] "outlierDetection" says nothing'],
    ['failures that are no number', one({ outlierDetection: { consecutive5xxErrors: 1.5 } }), '[test/p] outlierDetection.consecutive5xxErrors is 1.5'],
    ['more than all', one({ outlierDetection: { consecutive5xxErrors: 1, maxEjectionPercent: 101 } }), '[test/p] outlierDetection.maxEjectionPercent is 101: write an integer from 1 to 100'],
    ['no warmup', one({ loadBalancing: LoadBalancing.roundRobin({ warmup: { duration: Duration.millis(1) } }) }), '[test/p] warmup.duration is 1 milliseconds: write whole milliseconds, at least 1000'],
    ['a share for a release that knows none', (chart) => {
      Istio.version(chart, '1.24');
      one({ loadBalancing: LoadBalancing.roundRobin({ warmup: { duration: Duration.seconds(30), minimumPercent: 20 } }) })(chart);
    }, '[test/p] warmup.minimumPercent needs Istio 1.25, and the app is for 1.24'],
    ['a region to fall back to that nobody falls back to', one({ locality: Locality.failover({ a: 'b' }) }), '[test/p] has a locality to fall back to, but a waypoint finds out by "outlierDetection" alone'],
    ['a region that stands in for itself', one({ locality: Locality.failover({ a: 'a' }), outlierDetection: { consecutive5xxErrors: 1 } }), '[test/p] region "a" stands in for itself'],
    ['a zone for a region', one({ locality: Locality.failover({ 'a/1': 'b' }), outlierDetection: { consecutive5xxErrors: 1 } }), '[test/p] "a/1" is no region'],
    ['no labels', one({ locality: Locality.priority(), outlierDetection: { consecutive5xxErrors: 1 } }), '[test/p] has a locality that says nothing'],
    ['shares that are not all', one({ locality: Locality.distributed({ source: 'a/*', shares: { 'a/*': 50, 'b/*': 40 } }) }), '[test/p] the shares for "a/*" are 90 percent together: write 100'],
    ['a port without settings', one({ ports: [{ port: 80 }] }), '[test/p] says nothing for port 80'],
    ['two for one host', (chart) => [one({ connections: { maxRequests: 1 } })(chart), new TrafficPolicy(chart, 'q', { service: cart, connections: { maxRequests: 2 } })],
      '[test/q] the traffic policy of host "cart.backend.svc.cluster.local" is already declared by "test/p": write all of it in one place'],
    ['one beside that of an egress waypoint', (chart) => {
      const egress = new EgressWaypoint(chart, 'egress', {
        destinations: [{ destinationName: 'api', hosts: ['a.example'], ports: [{ port: 80, targetPort: 443 }], tls: TlsOrigination.simple(), clients: [Source.namespaces('shop')] }],
      });
      new TrafficPolicy(chart, 'p', { service: egress.serviceEntries[0], connections: { maxRequests: 1 } });
    }, '[test/p] the traffic policy of host "a.example" is already declared by "test/egress": write all of it in one place'],
  ])('%s', (_, declare, message) => {
    expect(() => declare(new Chart(Testing.app(), 'test', { namespace: 'shop' }))).toThrow(message);
  });
});
