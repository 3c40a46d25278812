import { Chart, Testing } from 'cdk8s';
import { loadAll } from 'js-yaml';
import { Istio, LegacyWaypoints, TrafficType } from '../../../src';
import { ISTIO_VERSIONS } from '../../../src/istio/versions';
import type { Manifest } from '../synth';
import { only, synth } from '../synth';

const GATEWAY = `
apiVersion: gateway.networking.k8s.io/v1beta1
kind: Gateway
metadata: { name: appb, namespace: shop, annotations: { istio.io/for-service-account: appb }, labels: { istio.io/rev: 1-20 } }
spec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }
`;
const NAMESPACE_WIDE = GATEWAY.replace('annotations: { istio.io/for-service-account: appb }, ', '').replace('name: appb', 'name: all').replace('istio-waypoint', 'istio-mesh');
const WORKLOAD = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: appb, namespace: shop }
spec: { template: { metadata: { labels: { app: appb, version: v1 } }, spec: { serviceAccountName: appb } } }
---
apiVersion: batch/v1
kind: CronJob
metadata: { name: nightly, namespace: shop }
spec: { jobTemplate: { spec: { template: { metadata: { labels: { job: nightly } }, spec: { serviceAccountName: appb } } } } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: other, namespace: shop }
spec: { template: { metadata: { labels: { app: other } }, spec: {} } }
`;
const SERVICES = `
apiVersion: v1
kind: Service
metadata: { name: appb, namespace: shop }
spec: { selector: { app: appb }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: other, namespace: shop }
spec: { selector: { app: other }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: none, namespace: shop }
spec: { ports: [{ port: 80 }] }
`;

const parsed = (...texts: string[]) => texts.flatMap((text) => loadAll(text) as Manifest[]);
const successors = (...texts: string[]) => synth((chart) => new LegacyWaypoints(chart, 'legacy', { manifests: parsed(...texts) }));

test('a waypoint of a ServiceAccount becomes one of the Services of its workloads', () => {
  const manifests = successors(GATEWAY, WORKLOAD, SERVICES);
  expect(manifests).toMatchSnapshot();
  expect(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['Gateway appb-waypoint', 'Service appb']);
});

test.each<[string, string[], TrafficType]>([
  ['beside that to Services', [GATEWAY, WORKLOAD, SERVICES], TrafficType.ALL],
  ['alone, where there is no Service', [GATEWAY, WORKLOAD], TrafficType.WORKLOAD],
  ['of all of a namespace', [NAMESPACE_WIDE], TrafficType.ALL],
])('it can take the traffic to the IPs of pods: %s', (_, texts, trafficType) => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
  const { waypoints } = new LegacyWaypoints(chart, 'legacy', { manifests: parsed(...texts), workloads: true });
  expect(waypoints.map((waypoint) => waypoint.trafficType)).toEqual([trafficType]);
});

test('a waypoint of a namespace becomes one that the Namespace uses', () => {
  const manifests = successors(NAMESPACE_WIDE);
  expect(only(manifests, 'Namespace').metadata.labels).toEqual({ 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint' });
  expect(only(manifests, 'Gateway').metadata).toMatchObject({ name: 'waypoint', labels: { 'istio.io/rev': '1-20' } });
});

test('what names a waypoint by annotation uses it by label', () => {
  const manifests = successors(NAMESPACE_WIDE, SERVICES.replace('name: appb, namespace: shop', 'name: appb, namespace: shop, annotations: { istio.io/use-waypoint: shop/all }'), `
apiVersion: v1
kind: Namespace
metadata: { name: pay, annotations: { istio.io/use-waypoint: all } }
`);
  expect(manifests.filter(({ kind }) => kind !== 'Gateway').map(({ kind, metadata }) => [kind, metadata.name, metadata.labels])).toEqual([['Service', 'appb', { 'istio.io/use-waypoint': 'waypoint' }]]);
});

test('a name of its own', () => {
  const manifests = synth((chart) => new LegacyWaypoints(chart, 'legacy', { manifests: parsed(GATEWAY, WORKLOAD, SERVICES), waypointNames: { 'shop/appb': 'b' } }));
  expect(only(manifests, 'Gateway').metadata.name).toBe('b');
});

test.each(ISTIO_VERSIONS)('the successor is the same for Istio %s', (version) => {
  const manifests = synth((chart) => {
    Istio.version(chart, version);
    new LegacyWaypoints(chart, 'legacy', { manifests: parsed(GATEWAY, WORKLOAD, SERVICES) });
  });
  expect(manifests).toEqual(successors(GATEWAY, WORKLOAD, SERVICES));
});

describe('bad input', () => {
  test.each<[string, string[], string]>([
    ['no waypoint', [WORKLOAD], '[test/legacy] "manifests" has no Gateway of class "istio-waypoint" or "istio-mesh": add those of the waypoints'],
    ['what is no manifest', ['a: 1'], '[test/legacy] manifests[0] is no manifest: pass parsed objects with "kind" and "metadata.name"'],
    ['an empty document', [`${GATEWAY}---\n`], '[test/legacy] manifests[1] is no manifest'],
    ['a Gateway without namespace', [GATEWAY.replace(' namespace: shop,', '')], '[test/legacy] Gateway "appb" of "manifests" has no namespace: write metadata.namespace into it'],
    ['an account without workloads', [GATEWAY, SERVICES], '[test/legacy] no workload in "manifests" runs as ServiceAccount shop/appb: add its manifests, or leave the Gateway out'],
    ['workloads without Services', [GATEWAY, WORKLOAD], '[test/legacy] no Service in "manifests" selects the workloads of ServiceAccount shop/appb: add its manifests, or write "workloads: true"'],
    ['a name that is taken', [GATEWAY, WORKLOAD, SERVICES.replace('name: other', 'name: appb-waypoint')],
      '[test/legacy] the successor of Gateway shop/appb is named "appb-waypoint" like Service shop/appb-waypoint, so istiod would deploy nothing: write another in "waypointNames"'],
    ['a Service of two accounts', [GATEWAY, GATEWAY.replaceAll('appb', 'appc'), WORKLOAD, WORKLOAD.replaceAll('appb', 'appc').replace('app: appc', 'app: appb'), SERVICES],
      '[test/legacy] Service shop/appb selects workloads of two ServiceAccounts with a waypoint each, by Gateway shop/appb and shop/appc, but can use one'],
  ])('%s', (_, texts, message) => {
    expect(() => successors(...texts)).toThrow(message);
  });
});
