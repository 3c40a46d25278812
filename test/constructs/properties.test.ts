import { Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import {
  AccessLog, Backend, ClassDefaults, CrossNamespaceWaypoint, EastWestGateway, EgressWaypoint, Enrollment, ExternalAuthorization,
  FaultInjection, GrpcMethodMatch, GrpcRoute, HttpRoute, JwtIssuer, LocalRateLimit, NamespaceWaypoint, NetworkPolicies, ObjectRef,
  PolicyTarget, RouteParent, Scaling, ServiceWaypoint, Source, TcpRoute, TlsOrigination, TrafficPolicy, VersionedService, VersionSplit,
  WasmModule, Waypoint, WaypointAuthorization, WaypointAutoscaler, WaypointJwt, WaypointLua, WaypointTelemetry, WaypointWasm,
  WorkloadWaypoint, ZeroTrust, ZeroTrustScope, ZtunnelAuthorization, ZtunnelTarget,
} from '../../src';
import type { IWaypoint } from '../../src';

const cart = ObjectRef.service('cart');

/** Declarations that touch each other: the same namespace, the same service, objects that some of them only name. */
const DECLARATIONS: Record<string, (chart: Chart) => void> = {
  'namespace waypoint': (chart) => new NamespaceWaypoint(chart, 'ns-waypoint', { scaling: Scaling.between(2, 4), disruption: { minAvailable: 1 } }),
  'service waypoint': (chart) => new ServiceWaypoint(chart, 'cart-waypoint', { waypointName: 'cart-waypoint', services: [cart] }),
  'workload waypoint': (chart) => new WorkloadWaypoint(chart, 'pods', { waypointName: 'pods', workloads: [ObjectRef.deployment('cart')] }),
  'shared waypoint': (chart) => new CrossNamespaceWaypoint(chart, 'shared', { waypointName: 'shared', consumers: [ObjectRef.namespace('pay')] }),
  'ingress': (chart) => new Enrollment(chart, 'ingress', { objects: [ObjectRef.namespace('shop'), cart], ingress: true }),
  'namespace': (chart) => new kplus.Namespace(chart, 'namespace', { metadata: { name: 'shop' } }),
  'deployment': (chart) => new kplus.Deployment(chart, 'deployment', { metadata: { name: 'cart' }, containers: [{ image: 'cart', port: 80 }] }),
  'route': (chart) => new HttpRoute(chart, 'cart', { parents: [RouteParent.service(cart)], backends: [Backend.service(cart, { port: 80 })] }),
  'calls': (chart) => new GrpcRoute(chart, 'calls', {
    parents: [RouteParent.service(cart)], rules: [{ matches: [{ method: GrpcMethodMatch.service('shop.Cart') }], backends: [Backend.service(cart, { port: 80 })] }],
  }),
  'connections': (chart) => new TcpRoute(chart, 'connections', { parents: [RouteParent.service(cart, { port: 81 })], backends: [Backend.service(cart, { port: 81 })] }),
  'versions': (chart) => new VersionedService(chart, 'reviews', {
    selector: { app: 'reviews' }, ports: [{ port: 80 }], versions: [{ version: 'v1' }, { version: 'v2' }], split: VersionSplit.rollout('v1', 'v2', { step: 2 }),
  }),
  'traffic': (chart) => new TrafficPolicy(chart, 'traffic', { service: cart, connections: { maxRequests: 10 } }),
  'faults': (chart) => new FaultInjection(chart, 'faults', { service: ObjectRef.service('orders'), faults: [{ abort: { httpStatus: 503 } }] }),
  'egress': (chart) => new EgressWaypoint(chart, 'egress', {
    waypointName: 'egress',
    namespace: 'egress',
    destinations: [{
      destinationName: 'api', hosts: ['api.example'], ports: [{ port: 80, targetPort: 443 }], tls: TlsOrigination.mutual('client'), clients: [Source.namespaces('shop')],
    }],
    lockdown: { namespaces: ['shop'], allowedCidrs: ['203.0.113.0/24'] },
  }),
  'policy': (chart) => new WaypointAuthorization(chart, 'policy', { targets: [PolicyTarget.service(cart)], rules: [{}] }),
  'telemetry': (chart) => new WaypointTelemetry(chart, 'telemetry', { targets: [PolicyTarget.service(cart)], accessLogs: [AccessLog.to('envoy')] }),
  'namespace telemetry': (chart) => new WaypointTelemetry(chart, 'quiet', { accessLogs: [AccessLog.off()] }),
  'plugin': (chart) => new WaypointWasm(chart, 'plugin', { targets: [PolicyTarget.service(cart)], module: WasmModule.image('example.com/plugin:1') }),
  'script': (chart) => new WaypointLua(chart, 'script', { targets: [PolicyTarget.service(cart)], code: 'function envoy_on_request(handle) end' }),
  'limit': (chart) => new LocalRateLimit(chart, 'limit', {
    waypoint: Waypoint.fromWaypointAttributes(chart, 'limited', { waypointName: 'limited', namespace: 'infra' }), limit: { requests: 1, per: Duration.seconds(1) },
  }),
  'class defaults': (chart) => new ClassDefaults(chart, 'defaults', { priorityClassName: 'high' }),
  'other networks': (chart) => new EastWestGateway(chart, 'east-west', { network: 'network-1' }),
  'other clusters': (chart) => new Enrollment(chart, 'global', { objects: [cart], global: true }),
  'guard': (chart) => new ZtunnelAuthorization(chart, 'guard', { target: ZtunnelTarget.namespace('shop'), allowNothing: true }),
  'tokens': (chart) => new WaypointJwt(chart, 'tokens', { targets: [PolicyTarget.waypoint(named(chart, 'waypoint'))], issuers: [JwtIssuer.discovered('https://login')] }),
  'authorizer': (chart) => new ExternalAuthorization(chart, 'authorizer', { targets: [PolicyTarget.service(cart)], provider: 'opa' }),
  'zero trust': (chart) => new ZeroTrust(chart, 'zero-trust', {
    scope: ZeroTrustScope.namespaces('shop'), waypoints: ['waypoint', 'cart-waypoint', 'pods', 'shared'].map((name) => named(chart, name)),
  }),
  'network': (chart) => new NetworkPolicies(chart, 'network', { waypoint: named(chart, 'waypoint'), workloads: [{ labels: { app: 'cart' } }] }),
  'autoscaler': (chart) => new WaypointAutoscaler(chart, 'autoscaler', {
    waypoint: Waypoint.fromWaypointAttributes(chart, 'elsewhere', { waypointName: 'elsewhere', namespace: 'infra' }), scaling: Scaling.between(1, 2),
  }),
};

/** A waypoint by its name alone, wherever it is declared. */
function named(chart: Chart, waypointName: string): IWaypoint {
  const id = `named-${waypointName}`;
  return chart.node.tryFindChild(id) as IWaypoint | undefined ?? Waypoint.fromWaypointAttributes(chart, id, { waypointName, namespace: 'shop' });
}

const inSomeOrder = fc.shuffledSubarray(Object.keys(DECLARATIONS), { minLength: Object.keys(DECLARATIONS).length });

/** Declares everything in this order, each in the chart that the list says, and gives the objects of each chart, sorted. */
function synth(order: readonly string[], charts: Record<string, number>): string[][] {
  const app = Testing.app();
  const all = [0, 1].map((index) => new Chart(app, `chart-${index}`, { namespace: 'shop', disableResourceNameHashes: true }));
  for (const name of order) DECLARATIONS[name](all[charts[name]]);
  return all.map((chart) => chart.toJson().map((manifest) => JSON.stringify(manifest)).sort());
}

const placement = fc.record(Object.fromEntries(Object.keys(DECLARATIONS).map((name) => [name, fc.nat(1)])));

test('the order of constructs does not change what comes out', () => {
  fc.assert(fc.property(inSomeOrder, placement, (order, charts) => {
    expect(synth(order, charts)).toEqual(synth(Object.keys(DECLARATIONS), charts));
  }), { numRuns: 50 });
});

test('two syntheses are the same to the byte', () => {
  fc.assert(fc.property(inSomeOrder, (order) => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart', { namespace: 'shop' });
    for (const name of order) DECLARATIONS[name](chart);
    expect(app.synthYaml()).toBe(app.synthYaml());
  }), { numRuns: 20 });
});

test('no object comes out twice', () => {
  fc.assert(fc.property(placement, (charts) => {
    const keys = synth(Object.keys(DECLARATIONS), charts).flat().map((text) => {
      const { apiVersion, kind, metadata } = JSON.parse(text);
      return [apiVersion, kind, metadata.namespace, metadata.name].join('/');
    });
    expect(new Set(keys).size).toBe(keys.length);
  }), { numRuns: 20 });
});
