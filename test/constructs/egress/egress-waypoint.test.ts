import { ApiObject, Chart, Testing } from 'cdk8s';
import type { EgressDestination, EgressWaypointProps } from '../../../src';
import {
  AllowedNamespaces, CanaryStep, EgressWaypoint, Istio, LoadBalancing, NamespaceWaypoint, ObjectRef, Operation, PolicyAction, PolicyTarget, Principal, ProxyProtocol, ServiceProtocol, Source, TlsOrigination, TrafficType, WasmModule, WaypointAuthorization, WaypointLifecycle, WaypointWasm,
} from '../../../src';
import { ISTIO_VERSIONS } from '../../../src/istio/versions';
import type { Manifest } from '../synth';
import { only, synth } from '../synth';

const clients = [Source.namespaces('checkout')];
const payments: EgressDestination = { destinationName: 'payments', hosts: ['api.payments.example'], ports: [{ port: 443, protocol: ServiceProtocol.TLS }], clients };
const weather: EgressDestination = { destinationName: 'weather', hosts: ['api.weather.example'], ports: [{ port: 80, targetPort: 443 }], clients, tls: TlsOrigination.simple() };
const wild: EgressDestination = { destinationName: 'wild', hosts: ['*.wild.example'], ports: [{ port: 80 }], clients };

const egress = (destinations: EgressDestination[], props: Partial<EgressWaypointProps> = {}) =>
  synth((chart) => new EgressWaypoint(chart, 'waypoint', { destinations, ...props }), 'egress');

test('a Gateway, a ServiceEntry that uses it, and policies for its clients and against everybody else', () => {
  expect(egress([payments], { createNamespace: true })).toMatchSnapshot();
});

test('destinations of other namespaces are admitted', () => {
  const manifests = egress([payments, { ...weather, namespace: 'shop', tls: undefined }]);
  expect(only(manifests, 'Gateway').spec.listeners[0].allowedRoutes.namespaces.selector.matchExpressions[0].values).toEqual(['egress', 'shop']);
  expect(only(manifests, 'ServiceEntry', 'weather').metadata).toMatchObject({ namespace: 'shop', labels: { 'istio.io/use-waypoint': 'waypoint', 'istio.io/use-waypoint-namespace': 'egress' } });
  expect(only(manifests, 'AuthorizationPolicy', 'weather-clients').metadata.namespace).toBe('shop');
});

test('hosts with a wildcard are looked up for each request', () => {
  expect(only(egress([wild]), 'ServiceEntry').spec).toMatchObject({ hosts: ['*.wild.example'], resolution: 'DYNAMIC_DNS' });
  const tls = egress([{ ...wild, ports: [{ port: 443, protocol: ServiceProtocol.TLS }], wildcardTls: true }]);
  expect(only(tls, 'ServiceEntry').spec.ports).toEqual([{ number: 443, name: 'tls-443', protocol: 'TLS' }]);
});

test('connections to addresses go on as they are', () => {
  const manifests = egress([{ ...payments, addresses: ['203.0.113.7', '198.51.100.0/24'] }]);
  expect(only(manifests, 'ServiceEntry').spec).toMatchObject({ addresses: ['203.0.113.7', '198.51.100.0/24'], resolution: 'NONE' });
});

test('clients can be told by their identity too', () => {
  const web = Source.principals(Principal.serviceAccount(ObjectRef.serviceAccount('web', { namespace: 'shop' })));
  const policy = only(egress([{ ...payments, clients: [web, ...clients] }]), 'AuthorizationPolicy', 'payments-clients');
  expect(policy.spec.rules).toEqual([{ from: [{ source: { principals: ['cluster.local/ns/shop/sa/web'] } }, { source: { namespaces: ['checkout'] } }] }]);
});

describe('a waypoint that drains', () => {
  const drain = (destinations: EgressDestination[], props: Partial<EgressWaypointProps> = {}) => (chart: Chart) =>
    new EgressWaypoint(chart, 'old', { waypointName: 'old', destinations, lifecycle: WaypointLifecycle.DRAINING, ...props });
  const serve = (destinations: EgressDestination[]) => (chart: Chart) => new EgressWaypoint(chart, 'next', { waypointName: 'next', destinations });
  const run = (...parts: ((chart: Chart) => unknown)[]) => () => synth((chart) => parts.forEach((part) => part(chart)), 'egress');
  const objects = (manifests: readonly Manifest[]) => manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();

  test('leaves its destinations to another, in any order', () => {
    const manifests = run(drain([payments]), serve([payments]))();
    expect(objects(manifests)).toEqual([
      'AuthorizationPolicy next-nobody-else', 'AuthorizationPolicy old-nobody-else', 'AuthorizationPolicy payments-clients', 'Gateway next', 'Gateway old', 'ServiceEntry payments',
    ]);
    expect(only(manifests, 'ServiceEntry').metadata.labels).toEqual({ 'istio.io/use-waypoint': 'next' });
    expect(objects(run(serve([payments]), drain([payments]))())).toEqual(objects(manifests));
  });

  test('keeps what its pods need, and who may use it', () => {
    const secret = { ...weather, namespace: 'shop', tls: TlsOrigination.mutual('weather-client') };
    const lockdown = { namespaces: ['shop'] };
    const kept = objects(run(drain([secret], { lockdown }), serve([secret]))()).filter((name) => name.includes('old'));
    expect(kept).toEqual(['AuthorizationPolicy old-nobody-else', 'Gateway old', 'NetworkPolicy egress-only-by-old', 'Role old-secrets', 'RoleBinding old-secrets']);
    const gateway = (lifecycle: WaypointLifecycle) => only(run(drain([secret], { lifecycle }), ...lifecycle === WaypointLifecycle.SERVING ? [] : [serve([secret])])(), 'Gateway', 'old');
    expect(gateway(WaypointLifecycle.DRAINING)).toEqual(gateway(WaypointLifecycle.SERVING));
  });

  test('knows the ServiceEntries of the other', () => {
    const policy = (chart: Chart) => {
      const [entry] = drain([payments])(chart).serviceEntries;
      new WaypointAuthorization(chart, 'no-uploads', { targets: [PolicyTarget.serviceEntry(entry)], action: PolicyAction.DENY, rules: [{ operations: [Operation.methods('PUT')] }] });
    };
    expect(only(run(policy, serve([payments]))(), 'AuthorizationPolicy', 'no-uploads').spec.targetRefs).toEqual([{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'payments' }]);
  });

  test('has no destinations once nobody is to be kept from them', () => {
    expect(objects(run(drain([]))())).toEqual(['AuthorizationPolicy old-nobody-else', 'Gateway old']);
  });
});

describe('TLS', () => {
  test('by a DestinationRule for each host, which checks the name', () => {
    const manifests = egress([{ ...weather, hosts: ['a.weather.example', 'b.weather.example'], ports: [{ port: 80, targetPort: 443 }, { port: 443, protocol: ServiceProtocol.TLS }] }]);
    expect(manifests.filter(({ kind }) => kind === 'DestinationRule')).toMatchSnapshot();
  });

  test('of a wildcard the name of the request is asked for and checked', () => {
    const manifests = egress([{ ...wild, ports: [{ port: 80, targetPort: 443 }], tls: TlsOrigination.simple({ caSecret: 'ca' }) }]);
    expect(only(manifests, 'DestinationRule').spec.trafficPolicy.portLevelSettings).toEqual([{ port: { number: 80 }, tls: { mode: 'SIMPLE', credentialName: 'ca' } }]);
  });

  test('with a certificate of its own, which the waypoint and its canary may read', () => {
    const manifests = egress([{ ...weather, tls: TlsOrigination.mutual('weather-client') }], { canary: { step: CanaryStep.deployed() } });
    expect(only(manifests, 'DestinationRule').spec.trafficPolicy.portLevelSettings[0].tls).toMatchObject({ mode: 'MUTUAL', credentialName: 'weather-client' });
    expect(manifests.filter(({ kind }) => kind.startsWith('Role'))).toMatchSnapshot();
  });

  test.each([[{}, { wellKnownCACertificates: 'System' }], [{ caConfigMap: 'ca' }, { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'ca' }] }]])('by a BackendTLSPolicy (%j)', (options, trusted) => {
    const { spec } = only(egress([{ ...weather, tls: TlsOrigination.backendTlsPolicy(options) }]), 'BackendTLSPolicy');
    expect(spec).toEqual({
      targetRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'weather' }],
      validation: { hostname: 'api.weather.example', subjectAltNames: [{ type: 'Hostname', hostname: 'api.weather.example' }], ...trusted },
    });
  });
});

test('limits hold for ports with TLS and without', () => {
  const manifests = egress([{ ...weather, ports: [{ port: 80, targetPort: 443 }, { port: 443, protocol: ServiceProtocol.TLS }], traffic: { connections: { maxConnections: 10 } } }]);
  const limits = { connectionPool: { tcp: { maxConnections: 10 } } };
  const tls = { mode: 'SIMPLE', sni: 'api.weather.example', subjectAltNames: ['api.weather.example'] };
  expect(only(manifests, 'DestinationRule').spec.trafficPolicy).toEqual({ ...limits, portLevelSettings: [{ port: { number: 80 }, ...limits, tls }] });
});

describe('lockdown', () => {
  test('lets pods connect to pods of the cluster, and to what is allowed besides', () => {
    const manifests = egress([payments], { lockdown: { namespaces: ['shop', 'egress', 'shop'], allowedCidrs: ['10.96.0.1', 'fd00::1', '169.254.20.0/24'] } });
    expect(manifests.filter(({ kind }) => kind === 'NetworkPolicy')).toMatchSnapshot();
  });

  test.each<[string, WasmModule, string[]]>([
    ['what it needs is left open', WasmModule.image('registry.example/auth:1'), ['203.0.113.0/24']],
    ['it fetches nothing', WasmModule.file('/auth.wasm'), []],
  ])('a waypoint with a module may be locked down if %s', (_, module, allowedCidrs) => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'egress' });
    new EgressWaypoint(chart, 'w', { destinations: [payments], lockdown: { namespaces: ['shop'], allowedCidrs } });
    wasm(chart, module);
    expect(() => Testing.synth(chart)).not.toThrow();
  });

  test('another egress waypoint may be in a namespace that is not locked down', () => {
    const declare = () => synth((chart) => {
      new EgressWaypoint(chart, 'a', { waypointName: 'a', destinations: [payments], lockdown: { namespaces: ['shop'] } });
      new EgressWaypoint(chart, 'b', { waypointName: 'b', destinations: [weather], namespace: 'other' });
    });
    expect(declare).not.toThrow();
  });
});

/** What a release makes of all kinds of destinations, or why it takes none. */
function kindsFor(istio: string): string[] {
  const destinations = [
    payments, weather, wild, { ...payments, addresses: ['203.0.113.7'] }, { ...payments, addresses: ['203.0.113.0/24'] }, { ...weather, tls: TlsOrigination.backendTlsPolicy() },
  ];
  return destinations.map((destination) => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'egress' });
    Istio.version(chart, istio);
    try {
      new EgressWaypoint(chart, 'w', { destinations: [destination] });
      const entry = chart.node.findAll().map((construct) => (ApiObject.isApiObject(construct) ? construct.toJson() : {})).find(({ kind }) => kind === 'ServiceEntry');
      return `${entry.spec.resolution}${entry.metadata.labels?.['networking.istio.io/enable-autoallocate-ip'] ? ', asks for an address' : ''}`;
    } catch (error) {
      return (error as Error).message;
    }
  });
}

test.each(ISTIO_VERSIONS)('what Istio %s takes', (istio) => expect(kindsFor(istio)).toMatchSnapshot());

const wasm = (chart: Chart, module: WasmModule) => {
  const waypoint = new NamespaceWaypoint(chart, 'shop-waypoint', { waypointName: 'shop', namespace: 'shop' });
  new WaypointWasm(chart, 'wasm', { targets: [PolicyTarget.waypoint(waypoint)], module });
};

describe('bad input', () => {
  const one = (changes: Partial<EgressDestination>) => (chart: Chart) => new EgressWaypoint(chart, 'w', { destinations: [{ ...weather, ...changes }] });
  const ports = (protocol: ServiceProtocol) => [{ port: 443, protocol }];

  test.each<[string, (chart: Chart) => unknown, string]>([
    ['no clients', one({ clients: [] }), '[test/w] destination "weather" has no clients, so that nobody may call it'],
    ['a client that says nothing', one({ clients: [Source.of({})] }), '[test/w] a source says nothing'],
    ['clients by tokens that nobody sees', one({ clients: [Source.requestPrincipals('*')], ports: ports(ServiceProtocol.TCP) }), '[test/w] destination "weather" tells clients by their tokens, which a waypoint does not see on ports for TCP and TLS'],
    ['a waypoint for workloads', (chart) => new EgressWaypoint(chart, 'w', { destinations: [payments], trafficType: TrafficType.WORKLOAD }), '[test/w] takes traffic type "workload", so Istio would refuse services'],
    ['no hosts', one({ hosts: [] }), '[test/w] destination "weather" has no hosts'],
    ['any host', one({ hosts: ['*'] }), '[test/w] destination "weather" has the host "*": write a full name'],
    ['a URL', one({ hosts: ['https://api.example'] }), '[test/w] destination "weather" has the host "https://api.example"'],
    ['no ports', one({ ports: [], tls: undefined }), '[test/w] destination "weather" has no ports: list at least one in "ports"'],
    ['a port twice', one({ ports: [{ port: 8080 }, { port: 8080 }] }), '[test/w] destination "weather" has port 8080 twice: list it once'],
    ['names of both kinds', one({ hosts: ['a.example', '*.b.example'] }), '[test/w] destination "weather" has "a.example" beside hosts with a wildcard: write a destination for each kind'],
    ['a wildcard with addresses', one({ hosts: ['*.b.example'], addresses: ['192.0.2.1'] }), '[test/w] destination "weather" has a wildcard and addresses'],
    ['a wildcard for TLS', one({ hosts: ['*.b.example'], ports: ports(ServiceProtocol.TLS), tls: undefined }), '[test/w] destination "weather" has a wildcard and port 443 for TLS, which Istio takes behind a flag only: write "wildcardTls: true"'],
    ['a wildcard for gRPC', one({ hosts: ['*.b.example'], ports: ports(ServiceProtocol.GRPC), wildcardTls: true }), '[test/w] destination "weather" has a wildcard and port 443 for GRPC, but a waypoint takes such hosts for HTTP only'],
    ['no addresses', one({ addresses: [], tls: undefined }), '[test/w] destination "weather" has an empty list "addresses"'],
    ['what is no address', one({ addresses: ['api.example'], tls: undefined, ports: ports(ServiceProtocol.TCP) }), '[test/w] "api.example" is no IP address or CIDR block'],
    ['addresses with TLS', one({ addresses: ['192.0.2.1'] }), '[test/w] destination "weather" has addresses and "tls"'],
    ['addresses with another port', one({ addresses: ['192.0.2.1'], tls: undefined }), '[test/w] destination "weather" has addresses and port 80 with another "targetPort"'],
    ['TLS over TLS', one({ ports: ports(ServiceProtocol.TLS) }), '[test/w] destination "weather" has "tls", but clients speak TLS on all of its ports'],
    ['TLS to the port for HTTP', one({ ports: [{ port: 80 }] }), '[test/w] destination "weather" would speak TLS to port 80: write "targetPort", such as 443'],
    ['a BackendTLSPolicy for two hosts', one({ hosts: ['a.example', 'b.example'], tls: TlsOrigination.backendTlsPolicy() }), '[test/w] destination "weather" has a BackendTLSPolicy, which is for one host'],
    [
      'what istiod crashes of',
      one({ hosts: ['*.b.example'], tls: undefined, traffic: { outlierDetection: { consecutive5xxErrors: 5 } } }),
      '[test/w] destination "weather" has a wildcard and "traffic.outlierDetection", of which istiod crashes',
    ],
    ['a BackendTLSPolicy beside limits', one({ tls: TlsOrigination.backendTlsPolicy(), traffic: {} }), '[test/w] destination "weather" has a BackendTLSPolicy and "traffic"'],
    ['TLS with the PROXY protocol', one({ traffic: { proxyProtocol: ProxyProtocol.V2 } }), '[test/w] destination "weather" has "tls" and "traffic.proxyProtocol"'],
    ['a choice where there is none', one({ hosts: ['*.b.example'], tls: undefined, traffic: { loadBalancing: LoadBalancing.random() } }), '[test/w] destination "weather" goes to the address that the client or the name says'],
    ['one host in two destinations', (chart) => new EgressWaypoint(chart, 'w', { destinations: [weather, { ...weather, destinationName: 'again' }] }),
      '[test/w] host "api.weather.example" is already declared by "test/w": list it in one destination only'],
    ['two destinations of one name', (chart) => new EgressWaypoint(chart, 'w', { destinations: [payments, { ...payments, hosts: ['b.example'] }] }),
      '[test/w] ServiceEntry egress/payments is already declared by "test/w": write another "destinationName"'],
    ['a namespace that is not admitted', (chart) => new EgressWaypoint(chart, 'w', { destinations: [{ ...payments, namespace: 'shop' }], allowedNamespaces: AllowedNamespaces.same() }),
      '[test/w/enrollment] ServiceEntry shop/payments may not use waypoint egress/waypoint'],
    ['a waypoint that drains and whose destinations nobody takes over', (chart) => {
      new EgressWaypoint(chart, 'w', { destinations: [payments], lifecycle: WaypointLifecycle.DRAINING });
      new NamespaceWaypoint(chart, 'n', { waypointName: 'n' });
      Testing.synth(chart);
    }, '[test/w] drains, and nobody takes over ServiceEntry egress/payments, which could then be called past every policy: declare the destination in another EgressWaypoint too, '
      + 'or take it out of "destinations" if nobody is to be kept from it any more'],
    ['a waypoint that opts its destinations out', (chart) => new EgressWaypoint(chart, 'w', { destinations: [payments], lifecycle: WaypointLifecycle.DRAINING_BY_OPT_OUT }),
      '[test/w] drains by opting its destinations out, so that they could be called past every policy: write WaypointLifecycle.DRAINING'],
    ['no destinations', (chart) => new EgressWaypoint(chart, 'w', { destinations: [] }), '[test] waypoint "w" has no destinations: list at least one in "destinations"'],
    ['a lockdown of nothing', (chart) => new EgressWaypoint(chart, 'w', { destinations: [payments], lockdown: { namespaces: [] } }), '[test/w] "lockdown" has no namespaces'],
    ['what is no block', (chart) => new EgressWaypoint(chart, 'w', { destinations: [payments], lockdown: { namespaces: ['shop'], allowedCidrs: ['api'] } }), '[test/w] "api" is no IP address or CIDR block'],
    ['a lockdown of another egress waypoint', (chart) => {
      new EgressWaypoint(chart, 'w', { destinations: [payments], lockdown: { namespaces: ['other'] } });
      new EgressWaypoint(chart, 'x', { destinations: [weather], namespace: 'other' });
      Testing.synth(chart);
    }, '[test/w] locks namespace "other" down, and so cuts off "test/x", whose pods have to get out: take the namespace out of "lockdown.namespaces", or give that waypoint a namespace of its own'],
    ['a lockdown of a waypoint that fetches a module', (chart) => {
      new EgressWaypoint(chart, 'w', { destinations: [payments], lockdown: { namespaces: ['shop'] } });
      wasm(chart, WasmModule.image('registry.example/auth:1'));
      Testing.synth(chart);
    }, '[test/w] locks namespace "shop" down, and so cuts off "test/wasm", whose module the waypoints there fetch: take the namespace out of "lockdown.namespaces", or list the addresses that it needs in "lockdown.allowedCidrs"'],
  ])('%s', (_, declare, message) => {
    expect(() => declare(new Chart(Testing.app(), 'test', { namespace: 'egress' }))).toThrow(message);
  });
});
