import { ApiObject, Chart, Duration, Testing } from 'cdk8s';
import { Backend, EgressWaypoint, FaultInjection, HttpRoute, ObjectRef, RouteParent, Source } from '../../../src';
import { only, synth } from '../synth';

const entry = (chart: Chart, hosts: string[]) => ObjectRef.of(new ApiObject(chart, 'entry', {
  apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', metadata: { name: 'api' }, spec: { hosts, ports: [{ number: 80, name: 'http', protocol: 'HTTP' }], resolution: 'DNS' },
}));

test('requests to a host outside the mesh can be routed, and go on to it', () => {
  const manifests = synth((chart) => {
    const egress = new EgressWaypoint(chart, 'egress', {
      destinations: [{ destinationName: 'weather', hosts: ['api.weather.example'], ports: [{ port: 80 }], clients: [Source.namespaces('shop')] }],
    });
    const [weather] = egress.serviceEntries;
    new HttpRoute(chart, 'weather', {
      parents: [RouteParent.serviceEntry(weather, { port: 80 })],
      rules: [{ backends: [Backend.serviceEntry(weather, { port: 80 })], timeouts: { request: Duration.seconds(2) } }],
    });
  });
  expect(only(manifests, 'HTTPRoute').spec.rules[0].backendRefs).toEqual([{ group: 'networking.istio.io', kind: 'Hostname', name: 'api.weather.example', port: 80, weight: 1 }]);
});

test('of several hosts one is named, and of an entry that is declared elsewhere it is believed', () => {
  const manifests = synth((chart) => new HttpRoute(chart, 'route', {
    parents: [RouteParent.service(ObjectRef.service('api'))],
    backends: [
      Backend.serviceEntry(entry(chart, ['a.example', 'b.example']), { port: 80, host: 'b.example' }),
      Backend.serviceEntry(ObjectRef.serviceEntry('elsewhere', { namespace: 'other' }), { port: 80, host: 'c.example' }),
    ],
  }));
  expect(only(manifests, 'HTTPRoute').spec.rules[0].backendRefs.map(({ name }: { name: string }) => name)).toEqual(['b.example', 'c.example']);
  expect(only(manifests, 'HTTPRoute').spec.rules[0].backendRefs[1]).not.toHaveProperty('namespace');
});

test('a VirtualService names it by its host too', () => {
  const manifests = synth((chart) => new FaultInjection(chart, 'faults', {
    service: ObjectRef.service('api'), faults: [{ abort: { httpStatus: 503 } }], backends: [Backend.serviceEntry(entry(chart, ['a.example']), { port: 80 })],
  }));
  expect(only(manifests, 'VirtualService').spec.http[0].route).toEqual([{ destination: { host: 'a.example', port: { number: 80 } }, weight: 1 }]);
});

describe('bad input', () => {
  test.each<[string, (chart: Chart) => Backend, string]>([
    ['a host for a Service', () => Backend.service(ObjectRef.service('cart.shop.svc'), { port: 80 }), '[test/r] backend "cart.shop.svc" is no name of a Service: write its name alone, and its namespace in the options of ObjectRef.service'],
    ['no ServiceEntry', () => Backend.serviceEntry(ObjectRef.service('cart'), { port: 80 }), '[test/r] Service "cart" is no ServiceEntry'],
    ['one of several hosts', (chart) => Backend.serviceEntry(entry(chart, ['a.example', 'b.example']), { port: 80 }), '[test/r] backend "api" has several hosts: write one of them as "host"'],
    ['a host that nobody knows', () => Backend.serviceEntry(ObjectRef.serviceEntry('api'), { port: 80 }), '[test/r] backend "api" has hosts that only its owner knows: write one of them as "host"'],
    ['a host that it does not have', (chart) => Backend.serviceEntry(entry(chart, ['a.example']), { port: 80, host: 'b.example' }), '[test/r] backend "api" has no host "b.example": write one of a.example'],
    ['a wildcard', (chart) => Backend.serviceEntry(entry(chart, ['*.a.example']), { port: 80 }), '[test/r] backend "*.a.example" is no one host'],
    ['a port that does not exist', () => Backend.service(ObjectRef.service('cart'), { port: 0 }), '[test/r] port 0 does not exist'],
  ])('%s', (_, backend, message) => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
    expect(() => new HttpRoute(chart, 'r', { parents: [RouteParent.service(ObjectRef.service('cart'))], backends: [backend(chart)] })).toThrow(message);
  });
});
