import { Chart, Testing } from 'cdk8s';
import {
  AccessLog, CrossNamespaceWaypoint, Enrollment, Istio, IstioMetric, MetricOverride, NamespaceWaypoint, ObjectRef, PolicyTarget, SandwichClass, SandwichWaypoint, TraceTag,
  TrafficType, WaypointClass, WaypointTelemetry,
} from '../../../src';
import { ISTIO_VERSIONS } from '../../../src/istio/versions';
import { only, synth } from '../synth';

const cart = PolicyTarget.service(ObjectRef.service('cart'));
const logs = [AccessLog.to('envoy')];

test('with every field', () => {
  const telemetry = only(synth((chart) => new WaypointTelemetry(chart, 'full', {
    targets: [cart, PolicyTarget.serviceEntry(ObjectRef.serviceEntry('api'))],
    accessLogs: [AccessLog.to('envoy', { filter: 'response.code >= 400' }), AccessLog.to('otel')],
    metrics: {
      provider: 'prometheus',
      overrides: [
        MetricOverride.of(IstioMetric.REQUEST_COUNT, { tags: { host: 'request.host' }, removedTags: ['grpc_response_status'] }),
        MetricOverride.all({ disabled: true }),
        MetricOverride.custom('my_metric', { disabled: false }),
      ],
    },
    tracing: {
      provider: 'otel',
      samplingPercentage: 0.5,
      tags: {
        mesh: TraceTag.literal('blue'),
        tenant: TraceTag.header('x-tenant', { defaultValue: 'none' }),
        pod: TraceTag.environment('POD_NAME'),
        method: TraceTag.formatter('%REQ(:METHOD)%'),
      },
      disabled: false,
    },
    telemetryName: 'everything',
  })), 'Telemetry');
  expect(telemetry).toMatchSnapshot();
});

test('for a waypoint it targets the Gateway', () => {
  const { spec } = only(synth((chart) => {
    const waypoint = new NamespaceWaypoint(chart, 'waypoint');
    new WaypointTelemetry(chart, 'logs', { targets: [PolicyTarget.waypoint(waypoint)], accessLogs: logs });
  }), 'Telemetry');
  expect(spec).toEqual({
    targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }],
    accessLogging: [{ providers: [{ name: 'envoy' }] }],
  });
});

test.each([['shop', undefined], ['istio-system', 'istio-system']])('without targets it is for all of namespace %s', (expected, namespace) => {
  const { metadata, spec } = only(synth((chart) => new WaypointTelemetry(chart, 'logs', { namespace, accessLogs: [AccessLog.off()] })), 'Telemetry');
  expect([metadata.namespace, spec]).toEqual([expected, { accessLogging: [{ disabled: true }] }]);
});

test('traffic to workloads of other namespaces has the Telemetry of its waypoint', () => {
  expect(() => synth((chart) => {
    const waypoint = new CrossNamespaceWaypoint(chart, 'shared', { consumers: [ObjectRef.namespace('pay')], trafficType: TrafficType.WORKLOAD });
    new WaypointTelemetry(chart, 'logs', { targets: [PolicyTarget.waypoint(waypoint)], accessLogs: logs });
  })).not.toThrow();
});

test('traffic to workloads is known by the class of a waypoint too', () => {
  expect(() => synth((chart) => {
    const waypointClass = new WaypointClass(chart, 'class', { className: 'pods-waypoint', trafficType: TrafficType.WORKLOAD });
    const waypoint = new CrossNamespaceWaypoint(chart, 'shared', { consumers: [ObjectRef.namespace('pay')], waypointClass, trafficType: TrafficType.CLASS_DEFAULT });
    new WaypointTelemetry(chart, 'logs', { targets: [PolicyTarget.waypoint(waypoint)], accessLogs: logs });
  })).not.toThrow();
});

test.each(ISTIO_VERSIONS)('a formatter of a tag with Istio %s', (version) => {
  const declare = () => synth((chart) => {
    Istio.version(chart, version);
    new WaypointTelemetry(chart, 'traces', { targets: [cart], tracing: { tags: { method: TraceTag.formatter('%REQ(:METHOD)%') } } });
  });
  if (['1.24', '1.25', '1.26', '1.27', '1.28'].includes(version)) expect(declare).toThrow(`[test/traces] the formatter of tag "method" needs Istio 1.29, and the app is for ${version}`);
  else expect(only(declare(), 'Telemetry').spec.tracing).toEqual([{ customTags: { method: { formatter: { value: '%REQ(:METHOD)%' } } } }]);
});

describe('bad input', () => {
  test.each<[string, (chart: Chart) => unknown, string]>([
    ['nothing', (chart) => new WaypointTelemetry(chart, 't', {}), '[test/t] says nothing: write "accessLogs", "metrics" or "tracing"'],
    ['targets and a namespace', (chart) => new WaypointTelemetry(chart, 't', { targets: [cart], namespace: 'pay', accessLogs: logs }),
      '[test/t] has "targets" and "namespace": remove "namespace"'],
    ['an empty list of targets', (chart) => new WaypointTelemetry(chart, 't', { targets: [], accessLogs: logs }), '[test/t] has no targets'],
    ['every waypoint', (chart) => new WaypointTelemetry(chart, 't', { targets: [PolicyTarget.everyWaypoint()], accessLogs: logs }),
      '[test/t] is for GatewayClass "istio-waypoint", whose Telemetry no waypoint asks: leave "targets" out and write namespace: "istio-system", for the whole mesh'],
    ['a second for one target', (chart) => [new WaypointTelemetry(chart, 'a', { targets: [cart], accessLogs: logs }), new WaypointTelemetry(chart, 'b', { targets: [cart], accessLogs: logs })],
      '[test/b] is a second Telemetry for Service shop/cart, beside "test/a", and their age would decide between them: write both into one'],
    ['a second for one namespace', (chart) => [new WaypointTelemetry(chart, 'a', { accessLogs: logs }), new WaypointTelemetry(chart, 'b', { tracing: { disabled: true } })],
      '[test/b] is a second Telemetry for all of namespace shop, beside "test/a"'],
    ['a waypoint that is used from elsewhere', (chart) => {
      const waypoint = new NamespaceWaypoint(chart, 'w');
      new WaypointTelemetry(chart, 't', { targets: [PolicyTarget.waypoint(waypoint)], accessLogs: logs });
      const shared = new CrossNamespaceWaypoint(chart, 'shared', { waypointName: 'shared', consumers: [ObjectRef.service('pay', { namespace: 'pay' })] });
      new WaypointTelemetry(chart, 's', { targets: [PolicyTarget.waypoint(shared)], accessLogs: logs });
      chart.toJson();
    }, '[test/s] is for waypoint shop/shared, but for services of namespace "pay" (Service pay/pay uses the waypoint by "test/shared/objects") Istio asks only the Telemetry of their own namespace: '
      + 'target the services there, or leave "targets" out for a whole namespace'],
    ['a proxy that is not of Istio', (chart) => {
      const waypoint = new SandwichWaypoint(chart, 'w', { gatewayClass: SandwichClass.agentgateway(), services: [{ service: ObjectRef.service('cart'), ports: [80] }] });
      new WaypointTelemetry(chart, 't', { targets: [PolicyTarget.waypoint(waypoint)], accessLogs: logs });
    }, '[test/t] waypoint shop/waypoint ("test/w") is of class "istio-agentgateway-waypoint", whose proxy ignores Telemetry: declare a waypoint of Istio, or write what that product has for it'],
    ['no access logs', (chart) => new WaypointTelemetry(chart, 't', { accessLogs: [] }), '[test/t] "accessLogs" is empty: list at least one, AccessLog.off() for none'],
    ['two access logs of one provider', (chart) => new WaypointTelemetry(chart, 't', { accessLogs: [AccessLog.to('envoy', { filter: 'a' }), AccessLog.to('envoy')] }),
      '[test/t] has two access logs for provider "envoy", of which Istio keeps one filter: join them into one, with "||" between the expressions'],
    ['an access log and none', (chart) => new WaypointTelemetry(chart, 't', { accessLogs: [AccessLog.to('envoy'), AccessLog.off()] }),
      '[test/t] has AccessLog.off() beside logs for "envoy": remove it, to name a provider is enough to be rid of others'],
    ['an access log without provider', (chart) => new WaypointTelemetry(chart, 't', { accessLogs: [AccessLog.to('')] }), '[test/t] an access log has no provider'],
    ['an empty filter', (chart) => new WaypointTelemetry(chart, 't', { accessLogs: [AccessLog.to('envoy', { filter: ' ' })] }), '[test/t] the filter of access log "envoy" is empty'],
    ['metrics that say nothing', (chart) => new WaypointTelemetry(chart, 't', { metrics: {} }), '[test/t] "metrics" says nothing'],
    ['an override that says nothing', (chart) => new WaypointTelemetry(chart, 't', { metrics: { overrides: [MetricOverride.all({})] } }), '[test/t] says nothing about metric "ALL_METRICS"'],
    ['tags of what is disabled', (chart) => new WaypointTelemetry(chart, 't', { metrics: { overrides: [MetricOverride.all({ disabled: true, removedTags: ['a'] })] } }),
      '[test/t] metric "ALL_METRICS" is disabled and has tags, a: remove one of the two'],
    ['a tag that is set and removed', (chart) => new WaypointTelemetry(chart, 't', { metrics: { overrides: [MetricOverride.custom('m', { tags: { a: 'b' }, removedTags: ['a'] })] } }),
      '[test/t] tag "a" of metric "m" is set and removed: keep one of the two'],
    ['a tag without value', (chart) => new WaypointTelemetry(chart, 't', { metrics: { overrides: [MetricOverride.custom('m', { tags: { a: '' } })] } }), '[test/t] tag "a" of metric "m" is empty'],
    ['tracing that says nothing', (chart) => new WaypointTelemetry(chart, 't', { tracing: { tags: {} } }), '[test/t] "tracing" says nothing'],
    ['more than all requests', (chart) => new WaypointTelemetry(chart, 't', { tracing: { samplingPercentage: 101 } }), '[test/t] samplingPercentage is 101: write a percentage from 0 to 100'],
    ['no number', (chart) => new WaypointTelemetry(chart, 't', { tracing: { samplingPercentage: Number.NaN } }), '[test/t] samplingPercentage is NaN'],
    ['a tag of spans without header', (chart) => new WaypointTelemetry(chart, 't', { tracing: { tags: { a: TraceTag.header('') } } }), '[test/t] tag "a" of spans has an empty header: write its name'],
    ['a tag of spans without value', (chart) => new WaypointTelemetry(chart, 't', { tracing: { tags: { a: TraceTag.literal('') } } }), '[test/t] tag "a" of spans has an empty literal: write its value'],
  ])('%s', (_, declare, message) => {
    expect(() => declare(new Chart(Testing.app(), 'test', { namespace: 'shop' }))).toThrow(message);
  });

  test('who uses the waypoint may be declared later', () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
    const waypoint = new CrossNamespaceWaypoint(chart, 'w', { consumers: [ObjectRef.namespace('shop'), ObjectRef.deployment('pay', { namespace: 'pay' })] });
    new WaypointTelemetry(chart, 't', { targets: [PolicyTarget.waypoint(waypoint)], accessLogs: logs });
    expect(() => chart.toJson()).not.toThrow();
    new Enrollment(chart, 'later', { objects: [ObjectRef.service('pay', { namespace: 'pay' })], waypoint });
    expect(() => chart.toJson()).toThrow('(Service pay/pay uses the waypoint by "test/later")');
  });
});
