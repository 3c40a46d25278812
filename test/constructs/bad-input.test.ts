import { ApiObject, Chart, Duration, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import {
  AllowedNamespaces, Backend, Condition, CrossNamespaceWaypoint, DataplaneMode, Enrollment, HttpFilter, HttpPathMatch, HttpPathRewrite, HttpRoute, InboundBinding,
  NamespaceWaypoint, ObjectRef, Operation, Peer, PolicyAction, PolicyTarget, Principal, RouteParent, SandwichClass, SandwichListeners, SandwichWaypoint,
  Scaling, ServiceWaypoint, Source, TrafficType, Waypoint, WaypointAuthorization, WaypointAutoscaler, WaypointDisruptionBudget, WorkloadWaypoint,
  ZtunnelAuthorization, ZtunnelTarget,
} from '../../src';

/** What a user sees: the errors of declaring and of synthesizing. Every one names the construct, the value and a way out. */
function messageOf(declare: (chart: Chart) => unknown, namespace: string | undefined = 'shop'): string {
  const chart = new Chart(Testing.app(), 'test', { namespace });
  try {
    declare(chart);
    chart.toJson();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

const reviews = ObjectRef.service('reviews');
const parents = [RouteParent.service(reviews, { port: 80 })];
const toReviews = Backend.service(reviews, { port: 80 });
const services = [{ service: reviews, ports: [80] }];
const target = ZtunnelTarget.namespace('shop');
const untyped = (value: unknown) => value as any;

const waypoint = (props: ConstructorParameters<typeof NamespaceWaypoint>[2]) => (chart: Chart) => new NamespaceWaypoint(chart, 'waypoint', props);
const route = (props: Partial<ConstructorParameters<typeof HttpRoute>[2]>) => (chart: Chart) => new HttpRoute(chart, 'route', { parents, ...props });
const rule = (props: object) => route({ rules: [{ backends: [toReviews], ...props }] });
const policy = (props: Partial<ConstructorParameters<typeof WaypointAuthorization>[2]>) => (chart: Chart) =>
  new WaypointAuthorization(chart, 'policy', { targets: [PolicyTarget.service(reviews)], rules: [{}], ...props });
const l4 = (props: object) => (chart: Chart) => new ZtunnelAuthorization(chart, 'policy', { target, ...props });
const sandwich = (props: object) => (chart: Chart) =>
  new SandwichWaypoint(chart, 'waypoint', { gatewayClass: SandwichClass.istio(), services, ...props });
const source = (options: object) => policy({ rules: [{ sources: [Source.of(options)] }] });

const CASES: Record<string, Record<string, (chart: Chart) => unknown>> = {
  'names': {
    'of a waypoint that is not DNS-1123': waypoint({ waypointName: 'My_Waypoint' }),
    'of a waypoint that is a path': waypoint({ waypointName: 'infra/waypoint' }),
    'of a waypoint that is too long': waypoint({ waypointName: 'w'.repeat(64) }),
    'of a waypoint that is none': waypoint({ waypointName: 'none' }),
    'of a waypoint that is empty': waypoint({ waypointName: '' }),
    'of a waypoint that starts with a digit': waypoint({ waypointName: '1st' }),
    'of a namespace with a slash': waypoint({ namespace: 'a/b' }),
    'of an object with a slash': (chart) => new Enrollment(chart, 'e', { objects: [ObjectRef.service('a/b')], optOut: true }),
    'of a route': route({ backends: [toReviews], routeName: 'Route' }),
    'of two waypoints that are the same': (chart) => [new NamespaceWaypoint(chart, 'a'), new ServiceWaypoint(chart, 'b', { services: [reviews] })],
    'of two policies that are the same': (chart) => [policy({})(chart), policy({})(new Chart(chart, 'other', { namespace: 'shop' }))],
    'of a service account': waypoint({ serviceAccountName: 'Web' }),
  },
  'namespaces': {
    'of a waypoint that cannot be determined': (chart) => waypoint({})(new Chart(chart.node.root, 'none')),
    'of an object that cannot be determined': (chart) => {
      const elsewhere = new ApiObject(new Chart(chart.node.root, 'none'), 'cart', { apiVersion: 'v1', kind: 'Service' });
      return new Enrollment(chart, 'e', { objects: [ObjectRef.of(elsewhere)], optOut: true });
    },
    'that a waypoint does not admit': (chart) => {
      const shared = new NamespaceWaypoint(chart, 'waypoint');
      return new Enrollment(chart, 'e', { objects: [ObjectRef.namespace('pay')], waypoint: shared });
    },
    'that a list of names does not admit': (chart) => new CrossNamespaceWaypoint(chart, 'waypoint', {
      consumers: [ObjectRef.namespace('pay')], allowedNamespaces: AllowedNamespaces.named('shop', 'cart'),
    }),
    'that are admitted by no label': waypoint({ allowedNamespaces: AllowedNamespaces.labelled({}) }),
    'of which none is admitted': waypoint({ allowedNamespaces: AllowedNamespaces.named() }),
    'of the targets of a policy that differ': policy({
      targets: [PolicyTarget.service(reviews), PolicyTarget.service(ObjectRef.service('cart', { namespace: 'pay' }))],
    }),
    'of a Gateway target that is another': (chart) => policy({
      targets: [PolicyTarget.service(reviews), PolicyTarget.waypoint(Waypoint.fromWaypointAttributes(chart, 'wp', { waypointName: 'wp', namespace: 'infra' }))],
    })(chart),
  },
  'labels': {
    'that have a property of their own': waypoint({ labels: { 'istio.io/waypoint-for': 'all' } }),
    'that are annotations with a property of their own': waypoint({ annotations: { 'gateway.istio.io/service-account': 'x' } }),
    'that two constructs declare differently': (chart) => [
      new NamespaceWaypoint(chart, 'waypoint'), new Enrollment(chart, 'out', { objects: [ObjectRef.namespace('shop')], optOut: true }),
    ],
    'that a manifest has already': (chart) => {
      new kplus.Namespace(chart, 'ns', { metadata: { name: 'shop', labels: { 'istio.io/use-waypoint': 'other' } } });
      return new NamespaceWaypoint(chart, 'waypoint');
    },
    'that a pod template has already': (chart) => {
      const labels = { 'istio.io/dataplane-mode': 'none' };
      const spec = { template: { metadata: { labels } } };
      const cart = new ApiObject(chart, 'cart', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'cart' }, spec });
      return new Enrollment(chart, 'e', { objects: [ObjectRef.of(cart)], dataplaneMode: DataplaneMode.AMBIENT });
    },
  },
  'enrollments': {
    'of nothing': (chart) => new Enrollment(chart, 'e', { objects: [], optOut: true }),
    'that say nothing': (chart) => new Enrollment(chart, 'e', { objects: [reviews] }),
    'that say two things': (chart) => new Enrollment(chart, 'e', { objects: [reviews], optOut: true, waypoint: new NamespaceWaypoint(chart, 'w') }),
    'of a kind that takes no label': (chart) => new Enrollment(chart, 'e', { objects: [ObjectRef.serviceAccount('web')], optOut: true }),
    'of pods for ingress': (chart) => new Enrollment(chart, 'e', { objects: [ObjectRef.pod('web')], ingress: true }),
    'of services into the data plane': (chart) => new Enrollment(chart, 'e', { objects: [reviews], dataplaneMode: DataplaneMode.AMBIENT }),
    'of something that is no object': (chart) => new Enrollment(chart, 'e', { objects: [ObjectRef.of(chart)], optOut: true }),
  },
  'waypoints': {
    'without services': (chart) => new ServiceWaypoint(chart, 'w', { services: [] }),
    'for services, with pods': (chart) => new ServiceWaypoint(chart, 'w', { services: [ObjectRef.pod('web')] }),
    'for services that take workloads': (chart) => new ServiceWaypoint(chart, 'w', { services: [reviews], trafficType: TrafficType.WORKLOAD }),
    'with an empty list of opt-outs': (chart) => new ServiceWaypoint(chart, 'w', { services: [reviews], optOut: [] }),
    'without workloads': (chart) => new WorkloadWaypoint(chart, 'w', { workloads: [] }),
    'for workloads, with services': (chart) => new WorkloadWaypoint(chart, 'w', { workloads: [reviews] }),
    'for workloads that take services': (chart) => new WorkloadWaypoint(chart, 'w', { workloads: [ObjectRef.pod('a')], trafficType: TrafficType.SERVICE }),
    'without consumers': (chart) => new CrossNamespaceWaypoint(chart, 'w', { consumers: [] }),
    'of another class without services': sandwich({ services: [] }),
    'of another class with a service without ports': sandwich({ services: [{ service: reviews, ports: [] }] }),
    'of another class with a port that does not exist': sandwich({ services: [{ service: reviews, ports: [70000] }] }),
    'of another class with no form of host names': sandwich({ hostnameForms: [] }),
    'of another class that admits others without effect': sandwich({ allowedNamespaces: AllowedNamespaces.all() }),
    'of another class whose controller is not known': sandwich({ gatewayClass: SandwichClass.of({ className: 'x' }), defineGatewayClass: true }),
    'of another class without a port for PROXY': sandwich({ gatewayClass: SandwichClass.of({ className: 'x', listeners: SandwichListeners.PROXY }) }),
    'of another class with a wrong port for PROXY': sandwich({ inboundBinding: InboundBinding.proxy(0) }),
  },
  'removed things': {
    'a waypoint that is still used': (chart) => {
      const removed = new NamespaceWaypoint(chart, 'waypoint');
      new Enrollment(chart, 'e', { objects: [reviews], waypoint: removed });
      policy({ targets: [PolicyTarget.waypoint(removed)] })(chart);
      new WaypointAutoscaler(chart, 'autoscaler', { waypoint: removed, scaling: Scaling.between(1, 2) });
      chart.node.tryRemoveChild('waypoint');
    },
    'an object that is still labelled': (chart) => {
      const service = new ApiObject(chart, 'cart', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart' } });
      new Enrollment(chart, 'e', { objects: [ObjectRef.of(service)], optOut: true });
      chart.node.tryRemoveChild('cart');
    },
    'an object that is used later': (chart) => {
      const ref = ObjectRef.of(new ApiObject(chart, 'cart', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart' } }));
      chart.node.tryRemoveChild('cart');
      new Enrollment(chart, 'e', { objects: [ref], optOut: true });
    },
  },
  'routes': {
    'without parents': route({ parents: [], backends: [toReviews] }),
    'without rules': route({}),
    'with rules and backends': route({ rules: [{ backends: [toReviews] }], backends: [toReviews] }),
    'with a rule without backends': route({ rules: [{}] }),
    'with a weight below 0': route({ backends: [Backend.service(reviews, { port: 80, weight: -1 })] }),
    'with a weight that is no integer': route({ backends: [Backend.service(reviews, { port: 80, weight: 0.5 })] }),
    'with weights that are all 0': route({ backends: [Backend.service(reviews, { port: 80, weight: 0 })] }),
    'with a port that does not exist': route({ backends: [Backend.service(reviews, { port: 0 })] }),
    'with a parent that is no service': route({ parents: [RouteParent.service(ObjectRef.pod('web'))], backends: [toReviews] }),
    'with a backend that is no service': route({ backends: [Backend.service(ObjectRef.deployment('web'), { port: 80 })] }),
    'with host names for a service': route({ backends: [toReviews], hostnames: ['a.example'] }),
    'with no matches': rule({ matches: [] }),
    'with a path that is relative': rule({ matches: [{ path: HttpPathMatch.prefix('cart') }] }),
    'with a rewrite to a relative path': rule({ filters: [HttpFilter.rewrite({ path: HttpPathRewrite.fullPath('x') })] }),
    'with a rewrite that changes nothing': rule({ filters: [HttpFilter.rewrite({})] }),
    'with a header filter that changes nothing': rule({ filters: [HttpFilter.requestHeaders({})] }),
    'with a redirect and backends': rule({ filters: [HttpFilter.redirect({ scheme: 'https' })] }),
    'with a redirect of an odd status': route({ rules: [{ filters: [HttpFilter.redirect({ statusCode: 200 })] }] }),
    'with a redirect to an odd scheme': route({ rules: [{ filters: [HttpFilter.redirect({ scheme: 'ftp' })] }] }),
    'with a mirror of two shares': rule({ filters: [HttpFilter.mirror(toReviews, { percent: 1, fraction: { numerator: 1 } })] }),
    'with a mirror of more than all': rule({ filters: [HttpFilter.mirror(toReviews, { percent: 101 })] }),
    'with a mirror of a fraction above 1': rule({ filters: [HttpFilter.mirror(toReviews, { fraction: { numerator: 2, denominator: 1 } })] }),
    'with a rewrite on a backend': route({ backends: [Backend.service(reviews, { port: 80, filters: [HttpFilter.rewrite({ hostname: 'x' })] })] }),
    'with an attempt that takes longer than all': rule({ timeouts: { request: Duration.seconds(1), backendRequest: Duration.seconds(2) } }),
    'with a timeout below a millisecond': rule({ timeouts: { request: Duration.millis(0.5) } }),
    'with a timeout of years': rule({ timeouts: { request: Duration.days(10_000) } }),
    'with a preflight that may be kept for half a second': rule({ filters: [HttpFilter.cors({ maxAge: Duration.millis(500) })] }),
    'with a negative number of retries': rule({ retry: { attempts: -1 } }),
    'with a retry after success': rule({ retry: { codes: [200] } }),
  },
  'policies': {
    'without targets': policy({ targets: [] }),
    'with too many targets': policy({ targets: Array.from({ length: 17 }, (_, index) => PolicyTarget.service(ObjectRef.service(`s${index}`))) }),
    'for a target of another kind': policy({ targets: [PolicyTarget.service(ObjectRef.pod('web'))] }),
    'without rules': policy({ rules: [] }),
    'that deny without rules': policy({ action: PolicyAction.DENY, rules: undefined }),
    'that allow nothing by rules': policy({ allowNothing: true }),
    'that deny nothing': policy({ action: PolicyAction.DENY, rules: undefined, allowNothing: true }),
    'that ask somebody else': policy({ action: 'CUSTOM' as any }),
    'that try what decides nothing': policy({ action: PolicyAction.AUDIT, dryRun: true }),
    'with an empty list in a rule': policy({ rules: [{ operations: [] }] }),
    'with a source that says nothing': source({}),
    'with an empty list in a source': source({ namespaces: [] }),
    'with an empty value in a source': source({ namespaces: [''] }),
    'with a principal as SPIFFE id': source({ principals: [Principal.of('spiffe://cluster.local/ns/a/sa/b')] }),
    'with a principal that is no service account': source({ principals: [Principal.serviceAccount(reviews)] }),
    'with service accounts beside namespaces': source({ serviceAccounts: ['a/b'], namespaces: ['a'] }),
    'with an IP block that is none': source({ ipBlocks: ['10.0.0.0/33'] }),
    'with an address that is none': source({ remoteIpBlocks: ['example.com'] }),
    'with an operation that says nothing': policy({ rules: [{ operations: [Operation.of({})] }] }),
    'with a port that does not exist': policy({ rules: [{ operations: [Operation.ports(0)] }] }),
    'with a condition without values': policy({ rules: [{ conditions: [Condition.header('x', {})] }] }),
  },
  'policies at ztunnel': {
    'without rules': l4({}),
    'with rules that allow nothing': l4({ rules: [{}], allowNothing: true }),
    'for workloads without a label': (chart) => new ZtunnelAuthorization(chart, 'p', { target: ZtunnelTarget.labelled({}), rules: [{}] }),
    'with an action that it does not know': l4({ action: untyped('AUDIT'), rules: [{}] }),
    'with operations from a language without types': l4({ rules: [{ operations: [Operation.methods('GET')] }] }),
    'with sources from a language without types': l4({ rules: [{ peers: [untyped(Source.namespaces('a'))] }] }),
    'with conditions from a language without types': l4({ rules: [{ conditions: [untyped(Condition.header('a', { values: ['b'] }))] }] }),
    'with an empty list': l4({ rules: [{ peers: [] }] }),
    'with a peer that says nothing': l4({ rules: [{ peers: [Peer.of({})] }] }),
    'that protect nothing': (chart) => new NamespaceWaypoint(chart, 'waypoint').enforceTraversal(),
  },
  'scaling': {
    'between numbers that are swapped': waypoint({ scaling: Scaling.between(5, 2) }),
    'to nothing': waypoint({ scaling: Scaling.between(0, 2) }),
    'by a share that is none': waypoint({ scaling: Scaling.between(1, 2, { cpuUtilization: 0 }) }),
    'down after hours': waypoint({ scaling: Scaling.between(1, 2, { scaleDownAfter: Duration.hours(2) }) }),
    'twice': (chart) => new WaypointAutoscaler(chart, 'second', {
      waypoint: new NamespaceWaypoint(chart, 'waypoint', { scaling: Scaling.between(1, 2) }), scaling: Scaling.between(1, 2),
    }),
    'what has a fixed number of replicas': waypoint({ scaling: Scaling.between(1, 2), infrastructure: { replicas: 2 } }),
    'what has a fixed number of replicas in a raw overlay': waypoint({
      scaling: Scaling.between(1, 2), infrastructure: { overlays: { deployment: { spec: { replicas: 2 } } } },
    }),
    'by cdk8s-plus what has a fixed number of replicas': (chart) => new kplus.HorizontalPodAutoscaler(chart, 'hpa', {
      target: new NamespaceWaypoint(chart, 'waypoint', { infrastructure: { replicas: 2 } }), maxReplicas: 3,
    }),
    'with a budget that keeps all': waypoint({ scaling: Scaling.between(2, 5), disruption: { minAvailable: 2 } }),
    'with a budget whose share rounds up to all': waypoint({ scaling: Scaling.between(2, 5), disruption: { minAvailablePercent: 60 } }),
    'not at all, with a budget': waypoint({ disruption: { minAvailable: 1 } }),
    'with a budget that lets nothing go': waypoint({ disruption: { maxUnavailable: 0 } }),
    'with a budget of two limits': waypoint({ disruption: { maxUnavailable: 1, minAvailable: 1 } }),
    'with a budget of no limit': (chart) => new WaypointDisruptionBudget(chart, 'budget', { waypoint: new NamespaceWaypoint(chart, 'w') }),
    'with a budget above 100 percent': waypoint({ disruption: { maxUnavailablePercent: 101 } }),
  },
  'infrastructure': {
    'that says nothing': waypoint({ infrastructure: {} }),
    'with no replicas': waypoint({ infrastructure: { replicas: 0 } }),
    'with an unknown overlay': waypoint({ infrastructure: { overlays: untyped({ deploymnt: {} }) } }),
    'with an autoscaler without a maximum': waypoint({ infrastructure: { overlays: { horizontalPodAutoscaler: { spec: { minReplicas: 2 } } } } }),
    'with an autoscaler beside one of its own': waypoint({
      scaling: Scaling.between(1, 2), infrastructure: { overlays: { horizontalPodAutoscaler: { spec: { maxReplicas: 2 } } } },
    }),
    'with an autoscaler beside fixed replicas': waypoint({
      infrastructure: { replicas: 2, overlays: { horizontalPodAutoscaler: { spec: { maxReplicas: 2 } } } },
    }),
  },
};

describe.each(Object.entries(CASES))('%s', (_, cases) => {
  test.each(Object.entries(cases))('%s', (__, declare) => {
    const message = messageOf(declare);
    expect(message).toMatch(/\[(test|none)[^\]]*\]/);
    expect(message).toMatchSnapshot();
  });
});
