import { ApiObject, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { DataplaneMode, Enrollment, NamespaceWaypoint, ObjectRef, Waypoint } from '../../../src';
import { expectAccepted, only, synth } from '../synth';

const USE = 'istio.io/use-waypoint';

function waypointOf(chart: Chart) {
  return Waypoint.fromWaypointAttributes(chart, 'shared', { waypointName: 'waypoint', namespace: 'shop' });
}

describe('labels go on the objects of the app', () => {
  test('on cdk8s-plus constructs, on their pod template if they make pods', () => {
    const manifests = synth((chart) => {
      const deployment = new kplus.Deployment(chart, 'cart', { metadata: { name: 'cart' }, containers: [{ image: 'cart', port: 80 }] });
      const service = deployment.exposeViaService({ name: 'cart', ports: [{ port: 80 }] });
      new Enrollment(chart, 'enrollment', { objects: [ObjectRef.of(deployment), ObjectRef.of(service)], waypoint: waypointOf(chart) });
    });
    expect(manifests).toHaveLength(2);
    expect(only(manifests, 'Deployment').metadata.labels).toBeUndefined();
    expect(only(manifests, 'Deployment').spec.template.metadata.labels).toHaveProperty([USE], 'waypoint');
    expect(only(manifests, 'Service').metadata.labels).toEqual({ [USE]: 'waypoint' });
  });

  test('on plain objects, also where the maps on the way are missing', () => {
    const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
    const job = new ApiObject(chart, 'job', { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'report' }, spec: { schedule: '@daily' } });
    new Enrollment(chart, 'enrollment', { objects: [ObjectRef.of(job)], waypoint: waypointOf(chart) });
    expect(chart.toJson()).toMatchObject([{ spec: { schedule: '@daily', jobTemplate: { spec: { template: { metadata: { labels: { [USE]: 'waypoint' } } } } } } }]);
  });

  test('wherever they are declared, even after the enrollment names them', () => {
    const app = Testing.app();
    const mesh = new Chart(app, 'mesh', { namespace: 'shop' });
    new NamespaceWaypoint(mesh, 'waypoint');
    const platform = new Chart(app, 'platform');
    new kplus.Namespace(platform, 'shop', { metadata: { name: 'shop', labels: { team: 'shop' } } });
    expect(mesh.toJson().map((manifest: any) => manifest.kind)).toEqual(['Gateway']);
    expect(only(platform.toJson(), 'Namespace').metadata.labels).toEqual({ 'team': 'shop', 'istio.io/dataplane-mode': 'ambient', [USE]: 'waypoint' });
    expectAccepted(app);
  });
});

test('several declarations about one object become one manifest', () => {
  const manifests = synth((chart) => {
    new NamespaceWaypoint(chart, 'waypoint');
    new Enrollment(chart, 'ingress', { objects: [ObjectRef.namespace('shop')], ingress: true });
  });
  expect(only(manifests, 'Namespace').metadata.labels)
    .toEqual({ 'istio.io/dataplane-mode': 'ambient', [USE]: 'waypoint', 'istio.io/ingress-use-waypoint': 'true' });
});

test('a label patch carries nothing but its labels', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'shop', labels: { team: 'shop' } });
  new Enrollment(chart, 'enrollment', {
    objects: [ObjectRef.service('cart'), ObjectRef.statefulSet('db', { namespace: 'data' }), ObjectRef.namespace('shop')],
    dataplaneMode: undefined,
    optOut: true,
  });
  expect(chart.toJson()).toEqual([
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart', namespace: 'shop', labels: { [USE]: 'none' } } },
    { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db', namespace: 'data' }, spec: { template: { metadata: { labels: { [USE]: 'none' } } } } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { [USE]: 'none' } } },
  ]);
});

test('an object in another namespace than the waypoint names the namespace too', () => {
  const manifests = synth((chart) => {
    const waypoint = Waypoint.fromWaypointAttributes(chart, 'shared', { waypointName: 'waypoint', namespace: 'infra' });
    new Enrollment(chart, 'enrollment', { objects: [ObjectRef.service('cart')], waypoint });
  });
  expect(only(manifests, 'Service').metadata.labels).toEqual({ [USE]: 'waypoint', 'istio.io/use-waypoint-namespace': 'infra' });
});

test('pods can be left out of the mesh', () => {
  const manifests = synth((chart) => new Enrollment(chart, 'out', { objects: [ObjectRef.deployment('legacy')], dataplaneMode: DataplaneMode.NONE }));
  expect(only(manifests, 'Deployment').spec.template.metadata.labels).toEqual({ 'istio.io/dataplane-mode': 'none' });
});

test('synthesizing again changes nothing', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
  new NamespaceWaypoint(chart, 'waypoint');
  const deployment = new ApiObject(chart, 'cart', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'cart' }, spec: {} });
  new Enrollment(chart, 'enrollment', { objects: [ObjectRef.of(deployment)], dataplaneMode: DataplaneMode.NONE });
  expect(chart.toJson()).toEqual(chart.toJson());
});

test('a removed enrollment leaves no patch behind', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'shop' });
  new Enrollment(chart, 'enrollment', { objects: [ObjectRef.service('cart')], optOut: true });
  expect(chart.toJson()).toHaveLength(1);
  chart.node.tryRemoveChild('enrollment');
  expect(chart.toJson()).toEqual([]);
});
