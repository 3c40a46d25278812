import { Chart, Testing } from 'cdk8s';
import {
  Backend, FaultInjection, GrpcRoute, HttpRoute, NamespaceWaypoint, ObjectRef, RouteParent, SandwichClass, SandwichWaypoint, TrafficPolicy,
} from '../../../src';

const cart = ObjectRef.service('cart', { namespace: 'shop' });

/** What is for the Service, declared before its waypoint. */
const USERS: Record<string, (chart: Chart) => unknown> = {
  HttpRoute: (chart) => new HttpRoute(chart, 'x', { parents: [RouteParent.service(cart)], backends: [Backend.service(cart, { port: 80 })] }),
  GrpcRoute: (chart) => new GrpcRoute(chart, 'x', { parents: [RouteParent.service(cart)], backends: [Backend.service(cart, { port: 80 })] }),
  TrafficPolicy: (chart) => new TrafficPolicy(chart, 'x', { service: cart, outlierDetection: { consecutive5xxErrors: 3 } }),
  FaultInjection: (chart) => new FaultInjection(chart, 'x', { service: cart, faults: [{ abort: { httpStatus: 503 } }] }),
};

const CLASSES = { istio: SandwichClass.istio(), agentgateway: SandwichClass.agentgateway(), kgateway: SandwichClass.kgateway() };

function declare(user: string, gatewayClass?: SandwichClass) {
  return () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
    USERS[user](chart);
    if (gatewayClass) new SandwichWaypoint(chart, 'w', { gatewayClass, services: [{ service: cart, ports: [80], routeName: 'own' }] });
    else new NamespaceWaypoint(chart, 'w');
    chart.toJson();
  };
}

test.each<[string, keyof typeof CLASSES, string]>([
  ['HttpRoute', 'istio', 'does not read HTTPRoutes of a Service: name the waypoint as the parent of a route, RouteParent.sandwich(…)'],
  ['GrpcRoute', 'istio', 'does not read GRPCRoutes of a Service: name the waypoint as the parent of a route'],
  ['FaultInjection', 'istio', 'does not read VirtualServices: name the waypoint as the parent of a route'],
  ['FaultInjection', 'agentgateway', 'does not read VirtualServices: declare a waypoint of Istio, or write what agentgateway has for it'],
  ['TrafficPolicy', 'agentgateway', 'does not read DestinationRules: declare a waypoint of Istio, or write what agentgateway has for it'],
])('%s is refused for a waypoint of class %s', (user, className, message) => {
  const { className: full } = CLASSES[className];
  expect(declare(user, CLASSES[className])).toThrow(`[test/x] is for Service shop/cart, which uses waypoint shop/waypoint ("test/w") of class "${full}", and its proxy ${message}`);
});

test.each<[string, keyof typeof CLASSES | undefined]>([
  ['HttpRoute', 'agentgateway'], ['HttpRoute', 'kgateway'], ['TrafficPolicy', 'istio'], ['FaultInjection', 'kgateway'],
  ...Object.keys(USERS).map((user): [string, undefined] => [user, undefined]),
])('%s is taken for a waypoint of class %s', (user, className) => {
  expect(declare(user, className && CLASSES[className])).not.toThrow();
});
