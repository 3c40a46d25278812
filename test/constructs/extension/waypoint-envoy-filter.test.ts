import type { Chart } from 'cdk8s';
import { Istio, NamespaceWaypoint, ObjectRef, PolicyTarget, WaypointEnvoyFilter } from '../../../src';
import { only, synth } from '../synth';

const patch = { applyTo: 'CLUSTER', patch: { operation: 'MERGE', value: { per_connection_buffer_limit_bytes: 65536 } } };

function declare(chart: Chart, props: Partial<ConstructorParameters<typeof WaypointEnvoyFilter>[2]> = {}) {
  const waypoint = new NamespaceWaypoint(chart, 'waypoint');
  return new WaypointEnvoyFilter(chart, 'filter', { targets: [PolicyTarget.waypoint(waypoint)], patches: [patch], ...props });
}

test('its patches are those of the waypoint, in its namespace', () => {
  const filter = only(synth((chart) => declare(chart, { priority: -1, filterName: 'buffers' })), 'EnvoyFilter');
  expect(filter).toEqual({
    apiVersion: 'networking.istio.io/v1alpha3',
    kind: 'EnvoyFilter',
    metadata: { name: 'buffers', namespace: 'shop' },
    spec: { priority: -1, targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'waypoint' }], configPatches: [patch] },
  });
});

test('one for every waypoint is in the root namespace', () => {
  const filter = only(synth((chart) => declare(chart, { targets: [PolicyTarget.everyWaypoint()] })), 'EnvoyFilter');
  expect([filter.metadata.namespace, filter.spec.targetRefs[0].kind]).toEqual(['istio-system', 'GatewayClass']);
});

describe('bad input', () => {
  test.each([
    ['no patches', { patches: [] }, 'has no patches: list at least one in "patches"'],
    ['a Service', { targets: [PolicyTarget.service(ObjectRef.service('cart'))] }, 'is for Service "cart", with which Istio matches no EnvoyFilter: target the waypoint'],
    ['a context that no waypoint reads', { patches: [patch, { ...patch, match: { context: 'WAYPOINT' } }] }, 'patch 1 is for context "WAYPOINT", which no waypoint reads: write "SIDECAR_INBOUND", or leave it out'],
    ['an odd priority', { priority: 0.5 }, 'priority is 0.5: write an integer from -2147483648 to 2147483647'],
  ])('%s', (_, props, message) => {
    expect(() => synth((chart) => declare(chart, props))).toThrow(`[test/filter] ${message}`);
  });

  test('a release that reads no targets', () => {
    expect(() => synth((chart) => {
      Istio.version(chart, '1.26');
      declare(chart);
    })).toThrow('an EnvoyFilter for waypoints needs Istio 1.27, and the app is for 1.26');
  });
});
