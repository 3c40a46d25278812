import { Chart, Testing } from 'cdk8s';
import { CanaryStep, NamespaceWaypoint, ObjectRef, ServiceWaypoint, TrafficType, WaypointClass, WorkloadWaypoint } from '../../../src';
import { only, synth } from '../synth';

test('the class of Istio can say which traffic its waypoints take', () => {
  const manifests = synth((chart) => {
    const waypointClass = new WaypointClass(chart, 'class', { trafficType: TrafficType.WORKLOAD });
    new NamespaceWaypoint(chart, 'waypoint', { waypointClass, trafficType: TrafficType.CLASS_DEFAULT });
  });
  expect(only(manifests, 'GatewayClass').metadata).toEqual({ name: 'istio-waypoint', labels: { 'istio.io/waypoint-for': 'workload' } });
  expect(only(manifests, 'Gateway').metadata.labels ?? {}).toEqual({});
});

test('a waypoint and its canary have the same class', () => {
  const manifests = synth((chart) => {
    const waypointClass = new WaypointClass(chart, 'class', { className: 'my-waypoint' });
    new NamespaceWaypoint(chart, 'waypoint', { waypointClass, canary: { step: CanaryStep.deployed() } });
  });
  expect(manifests.filter(({ kind }) => kind === 'Gateway').map(({ spec }) => spec.gatewayClassName)).toEqual(['my-waypoint', 'my-waypoint']);
});

describe('bad input', () => {
  const ofClass = (trafficType: TrafficType) => (chart: Chart) => ({
    waypointClass: new WaypointClass(chart, 'class', { className: 'my-waypoint', trafficType }), trafficType: TrafficType.CLASS_DEFAULT,
  });

  test.each<[string, (chart: Chart) => unknown, string]>([
    ['a name without the word', (chart) => new WaypointClass(chart, 'c', { className: 'big' }), '[test/c] className "big" does not contain "waypoint", without which Istio takes its Gateways for ingress gateways: write "big-waypoint"'],
    ['the name of another class', (chart) => new WaypointClass(chart, 'c', { className: 'istio-agentgateway-waypoint' }), '[test/c] className "istio-agentgateway-waypoint" is that of another class of Istio'],
    ['nothing', (chart) => new WaypointClass(chart, 'c', {}), '[test/c] says nothing that "istio-waypoint" has not anyway: write "trafficType", or another "className"'],
    ['a class that leaves it to the class', (chart) => new WaypointClass(chart, 'c', { className: 'a-waypoint', trafficType: TrafficType.CLASS_DEFAULT }), '[test/c] trafficType of a class cannot be CLASS_DEFAULT'],
    ['a name that is none', (chart) => new WaypointClass(chart, 'c', { className: 'My-waypoint' }), '[test/c] the name of the GatewayClass "My-waypoint" is not a DNS-1123 name'],
    ['a long description', (chart) => new WaypointClass(chart, 'c', { className: 'a-waypoint', description: 'x'.repeat(65) }), '[test/c] description has 65 characters: write at most 64'],
    ['a class that is declared twice', (chart) => [1, 2].map((id) => new WaypointClass(chart, `c${id}`, { className: 'a-waypoint' })), '[test/c2] GatewayClass a-waypoint is already declared by "test/c1": write another "className"'],
    ['services of a class for workloads', (chart) => new ServiceWaypoint(chart, 'w', { services: [ObjectRef.service('cart')], ...ofClass(TrafficType.WORKLOAD)(chart) }),
      '[test/w] takes traffic type "workload", so Istio would refuse services'],
    ['workloads of a class for services', (chart) => new WorkloadWaypoint(chart, 'w', { workloads: [ObjectRef.pod('cart')], ...ofClass(TrafficType.SERVICE)(chart) }),
      '[test/w] takes traffic type "service", so Istio would refuse workloads'],
    ['a canary with a weight of a class for workloads', (chart) => new NamespaceWaypoint(chart, 'w', { canary: { step: CanaryStep.weight(5) }, ...ofClass(TrafficType.WORKLOAD)(chart) }),
      '[test/w] takes traffic type "workload", but Istio divides only traffic to services'],
  ])('%s', (_, declare, message) => {
    expect(() => declare(new Chart(Testing.app(), 'test', { namespace: 'shop' }))).toThrow(message);
  });
});
