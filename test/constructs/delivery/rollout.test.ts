import type { App } from 'cdk8s';
import { ApiObject, Chart } from 'cdk8s';
import * as yaml from 'js-yaml';
import { written } from './written';
import { CrossNamespaceWaypoint, Delivery, NamespaceWaypoint, ObjectOwner, ObjectRef, ServiceWaypoint, WaypointLifecycle } from '../../../src';
import { bind } from '../../../src/binding/bind';
import { subjectsOf } from '../../../src/binding/subject';
import { STAGES } from '../../../src/constructs/delivery/stage';
import { loadValues } from '../../../src/mesh/load';

const DELIVERY = Delivery.flux({ artifactUrl: 'oci://registry.example.com/mesh', owners: [{ owner: ObjectOwner.HELM_CLI }] });

/** What the owners have in the cluster. */
const FOREIGN = ['shop', 'pay'].flatMap((namespace) => [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { team: namespace } } },
  ...['cart', 'web'].map((name) => ({
    apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { clusterIP: '10.0.0.1', selector: { app: name }, ports: [{ port: 80 }] },
  })),
]);

/** A cluster to which manifests are applied as by one field manager that prunes nothing. */
class Cluster {
  private readonly objects = new Map<string, any>(FOREIGN.map((object) => [keyOf(object), object]));
  private readonly labelled = new Map<string, string[]>();

  public apply(manifests: readonly any[]): void {
    for (const manifest of manifests) {
      const key = keyOf(manifest);
      const live = this.objects.get(key) ?? { metadata: {} };
      const labels = { ...live.metadata.labels };
      for (const label of this.labelled.get(key) ?? []) delete labels[label];
      this.labelled.set(key, Object.keys(manifest.metadata.labels ?? {}));
      this.objects.set(key, { ...live, ...manifest, metadata: { ...live.metadata, ...manifest.metadata, labels: { ...labels, ...manifest.metadata.labels } } });
    }
  }

  public delete(kind: string): void {
    for (const [key, object] of this.objects) if (object.kind === kind) this.objects.delete(key);
  }

  /** What Istio makes of the Services: the waypoint of each, or why it has none. */
  public bindings(): Record<string, string> {
    const loaded = loadValues([...this.objects.values()]);
    expect(loaded.problems).toEqual([]);
    return Object.fromEntries(subjectsOf(loaded.mesh).filter(({ traffic }) => traffic === 'service').map((subject) => {
      const binding = bind(loaded.mesh, subject);
      return [`${subject.manifest.namespace}/${subject.manifest.name}`, 'waypoint' in binding ? binding.waypoint.name : binding.reason];
    }));
  }
}

function keyOf({ kind, metadata }: any): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

/** The manifests of each stage. */
function stages(declare: (app: App) => void): any[][] {
  const files = written(DELIVERY, declare);
  return STAGES.map((stage) => Object.entries(files).filter(([file]) => file.startsWith(`${stage}/`) && file.endsWith('.k8s.yaml')).flatMap(([, text]) => yaml.loadAll(text)));
}

function mesh(lifecycle: WaypointLifecycle) {
  return (app: App) => {
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    new NamespaceWaypoint(shop, 'waypoint');
    new ServiceWaypoint(shop, 'cart', { waypointName: 'cart', services: [ObjectRef.service('cart')], lifecycle });
    new CrossNamespaceWaypoint(shop, 'shared', { waypointName: 'shared', consumers: [ObjectRef.namespace('pay')], lifecycle });
    new ApiObject(shop, 'own', {
      apiVersion: 'v1', kind: 'Service', metadata: { name: 'own', labels: { 'istio.io/use-waypoint': 'waypoint' } }, spec: { clusterIP: '10.0.0.2', ports: [{ port: 80 }] },
    });
  };
}

test('no stage of a rollout names a waypoint that is not there, and none takes one away', () => {
  const cluster = new Cluster();
  const seen = stages(mesh(WaypointLifecycle.SERVING)).map((manifests) => {
    cluster.apply(manifests);
    return cluster.bindings();
  });
  expect(seen).toMatchSnapshot();
  for (const bindings of seen) expect(Object.values(bindings)).not.toContain('WaypointIsNotReady');
});

test('a drained waypoint is named by nobody, stays until it is removed, and its removal changes nothing', () => {
  const cluster = new Cluster();
  stages(mesh(WaypointLifecycle.SERVING)).forEach((manifests) => cluster.apply(manifests));
  stages(mesh(WaypointLifecycle.DRAINING)).forEach((manifests) => cluster.apply(manifests));
  const drained = cluster.bindings();
  expect(drained).toEqual({ 'shop/cart': 'waypoint', 'shop/web': 'waypoint', 'shop/own': 'waypoint', 'pay/cart': 'NotEnrolled', 'pay/web': 'NotEnrolled' });
  expect(stages(mesh(WaypointLifecycle.DRAINING)).flat().filter(({ kind }) => kind === 'Gateway')).toHaveLength(3);

  cluster.delete('Gateway');
  stages((app) => new NamespaceWaypoint(new Chart(app, 'shop', { namespace: 'shop' }), 'waypoint')).forEach((manifests) => cluster.apply(manifests));
  expect(cluster.bindings()).toEqual(drained);
});

test('a waypoint can be drained by opting its users out', () => {
  const cluster = new Cluster();
  stages(mesh(WaypointLifecycle.DRAINING_BY_OPT_OUT)).forEach((manifests) => cluster.apply(manifests));
  expect(cluster.bindings()).toMatchObject({ 'shop/cart': 'OptedOut', 'shop/web': 'waypoint', 'pay/cart': 'OptedOut' });
});
