import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { EastWestGatewayProps } from '../../../src';
import { EastWestGateway, Enrollment, Istio, NamespaceWaypoint, ObjectRef } from '../../../src';
import { ISTIO_VERSIONS } from '../../../src/istio/versions';
import { only, synth } from '../synth';

test('a gateway and the label of its namespace name the same network', () => {
  expect(synth((chart) => new EastWestGateway(chart, 'east-west', { network: 'network-1', revision: '1-31' }))).toMatchSnapshot();
});

test('labels and annotations of the Gateway are not copied to its pods, but for the network', () => {
  const infrastructureOf = (props: Partial<EastWestGatewayProps>) => only(synth((chart) => {
    new EastWestGateway(chart, 'east-west', { network: 'network-1', ...props });
  }), 'Gateway').spec.infrastructure;
  const labels = { 'app.kubernetes.io/component': 'east-west-gateway', 'topology.istio.io/network': 'network-1' };
  const annotations = { 'waypoint.cdk8s.io/gateway': 'istio-eastwestgateway' };
  expect(infrastructureOf({})).toEqual({ labels, annotations });
  expect(infrastructureOf({ infrastructureLabels: { team: 'mesh' }, infrastructureAnnotations: { note: 'x' } }))
    .toEqual({ labels: { ...labels, team: 'mesh' }, annotations: { ...annotations, note: 'x' } });
  expect(infrastructureOf({ infrastructureDefaults: false })).toBeUndefined();
  expect(infrastructureOf({ infrastructureDefaults: false, infrastructureLabels: { team: 'mesh' } })).toEqual({ labels: { team: 'mesh' } });
});

test('Services of the app, and their waypoint, are seen by other clusters', () => {
  const manifests = synth((chart) => {
    const service = new kplus.Service(chart, 'cart', { metadata: { name: 'cart' }, ports: [{ port: 80 }] });
    const waypoint = new NamespaceWaypoint(chart, 'waypoint', { infrastructureLabels: { 'istio.io/global': 'true' } });
    new Enrollment(chart, 'global', { objects: [ObjectRef.of(service)], waypoint, global: true });
  });
  expect(only(manifests, 'Service').metadata.labels).toEqual({ 'istio.io/global': 'true', 'istio.io/use-waypoint': 'waypoint' });
  expect(only(manifests, 'Gateway').spec.infrastructure.labels).toMatchObject({ 'istio.io/global': 'true' });
});

test.each(ISTIO_VERSIONS)('with Istio %s', (version) => {
  const declare = (what: (chart: Chart) => unknown) => () => synth((chart) => {
    Istio.version(chart, version);
    what(chart);
  });
  const gateway = declare((chart) => new EastWestGateway(chart, 'east-west', { network: 'n' }));
  const service = declare((chart) => new Enrollment(chart, 'global', { objects: [ObjectRef.service('cart')], global: true }));
  if (['1.24', '1.25', '1.26'].includes(version)) {
    expect(gateway).toThrow(`[test/east-west] a gateway between networks of the ambient mesh needs Istio 1.27, and the app is for ${version}`);
    expect(service).toThrow(`[test/global] istio.io/global needs Istio 1.27, and the app is for ${version}`);
  } else {
    expect(only(gateway(), 'Gateway').spec.gatewayClassName).toBe('istio-east-west');
    expect(only(service(), 'Service').metadata.labels).toEqual({ 'istio.io/global': 'true' });
  }
});

describe('bad input', () => {
  test.each<[string, (chart: Chart) => unknown, string]>([
    ['a network that is no label', (chart) => new EastWestGateway(chart, 'g', { network: 'Network 1' }), '[test/g] network "Network 1" is not a DNS-1123 label'],
    ['two networks', (chart) => [new EastWestGateway(chart, 'a', { network: 'n1' }), new EastWestGateway(chart, 'b', { network: 'n2', gatewayName: 'other' })],
      '[test/b] wants topology.istio.io/network: "n2" on Namespace istio-system, but "test/a" wants "n1": keep one of the two'],
    ['a name that is taken', (chart) => [new EastWestGateway(chart, 'a', { network: 'n1' }), new EastWestGateway(chart, 'b', { network: 'n1' })],
      '[test/b] Gateway istio-system/istio-eastwestgateway is already declared by "test/a": write another "gatewayName"'],
    ['a Namespace for all clusters', (chart) => new Enrollment(chart, 'e', { objects: [ObjectRef.namespace('shop')], global: true }), '[test/e] Namespace "shop" does not take "global": set it on Service'],
  ])('%s', (_, declare, message) => {
    expect(() => declare(new Chart(Testing.app(), 'test', { namespace: 'shop' }))).toThrow(message);
  });
});
