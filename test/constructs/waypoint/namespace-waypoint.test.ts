import { App, Chart, Testing } from 'cdk8s';
import type { NamespaceWaypointProps } from '../../../src';
import { DataplaneMode, IstioWaypoint, NamespaceWaypoint, TrafficType, WaypointServiceType } from '../../../src';
import { only, synth } from '../synth';

test('alone, it makes a Gateway and an ambient, enrolled namespace', () => {
  expect(synth((chart) => new NamespaceWaypoint(chart, 'waypoint'))).toMatchSnapshot();
});

test('with everything set', () => {
  const manifests = synth((chart) => new NamespaceWaypoint(chart, 'waypoint', {
    waypointName: 'edge',
    namespace: 'mesh',
    trafficType: TrafficType.ALL,
    revision: 'canary',
    labels: { team: 'mesh' },
    annotations: { 'example.com/owner': 'mesh' },
    infrastructureLabels: { 'cost-centre': '42' },
    infrastructureAnnotations: { 'example.com/scrape': 'true' },
    serviceType: WaypointServiceType.LOAD_BALANCER,
    serviceAccountName: 'edge-identity',
    deploymentName: 'edge-proxy',
    dataplaneMode: DataplaneMode.AMBIENT,
    ingress: true,
  }));
  expect(manifests).toMatchSnapshot();
});

test('the labels of the Gateway are not what is copied to the pods', () => {
  const gateway = only(synth((chart) => new NamespaceWaypoint(chart, 'waypoint', { labels: { 'git-sha': 'abc' } })), 'Gateway');
  expect(Object.keys(gateway.spec.infrastructure.labels)).not.toHaveLength(0);
  expect(Object.keys(gateway.spec.infrastructure.annotations)).not.toHaveLength(0);
  expect(gateway.spec.infrastructure.labels).not.toHaveProperty('git-sha');
});

test('the namespace label patch has no namespace and no label of the chart', () => {
  const chart = new Chart(new App(), 'test', { namespace: 'shop', labels: { team: 'shop' } });
  new NamespaceWaypoint(chart, 'waypoint');
  expect(only(chart.toJson(), 'Namespace').metadata).toEqual({
    name: 'shop', labels: { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint' },
  });
});

test('names, identity and Deployment of a waypoint', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
  const plain = new NamespaceWaypoint(chart, 'plain');
  expect([plain.waypointName, plain.waypointNamespace, plain.serviceAccountName, plain.waypointPrincipal, plain.deploymentName])
    .toEqual(['waypoint', 'shop', 'waypoint', 'cluster.local/ns/shop/sa/waypoint', 'waypoint']);

  const named = new NamespaceWaypoint(chart, 'named', {
    waypointName: 'edge', namespace: 'mesh', serviceAccountName: 'edge-identity', deploymentName: 'edge-proxy', trustDomain: 'example.org',
  });
  expect([named.waypointPrincipal, named.deploymentName]).toEqual(['example.org/ns/mesh/sa/edge-identity', 'edge-proxy']);
});

test('a waypoint that exists without the label and the annotation of this library keeps to what it has', () => {
  const infrastructure = (props: NamespaceWaypointProps) => only(synth((chart) => new NamespaceWaypoint(chart, 'waypoint', props)), 'Gateway').spec.infrastructure;
  expect(infrastructure({ infrastructureDefaults: false })).toBeUndefined();
  expect(infrastructure({ infrastructureDefaults: false, infrastructureLabels: { team: 'mesh' } })).toEqual({ labels: { team: 'mesh' } });
});

test('a waypoint alone is a Gateway and nothing else', () => {
  expect(synth((chart) => new IstioWaypoint(chart, 'waypoint')).map(({ kind }) => kind)).toEqual(['Gateway']);
});
