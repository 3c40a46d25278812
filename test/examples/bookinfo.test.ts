import * as path from 'node:path';
import { Chart, Testing } from 'cdk8s';
import { declareBookinfo } from '../../examples/bookinfo/main';
import { Mesh } from '../../src';
import { expectAccepted, only } from '../constructs/synth';

const app = Testing.app();
declareBookinfo(app);

function chart(name: string) {
  return (app.node.findChild(name) as Chart).toJson();
}

test('an API server takes every object, and the waypoints are as they were', () => {
  app.synthYaml();
  expectAccepted(app);
  const manifests = app.charts.flatMap((candidate) => candidate.toJson())
    .filter(({ kind }) => !['Deployment', 'Service', 'ServiceAccount'].includes(kind));
  expect(manifests).toMatchSnapshot();
});

test('who gets to what is as its access tests say', () => {
  const access = path.join(__dirname, '../../examples/bookinfo/access.yaml');
  expect((Mesh.fromApp(app).test([access])).failures).toEqual([]);
});

test('the labels are on the manifests that came in through Include', () => {
  expect(only(chart('bookinfo'), 'Service', 'reviews').metadata.labels).toHaveProperty(['istio.io/use-waypoint'], 'reviews-svc-waypoint');
  expect(only(chart('bookinfo'), 'Deployment', 'reviews-v2').spec.template.metadata.labels)
    .toEqual({ 'app': 'reviews', 'version': 'v2', 'istio.io/use-waypoint': 'reviews-v2-pod-waypoint' });
});

test('model A adds a Gateway and a namespace to the application, and changes nothing in it', () => {
  const added = chart('model-a').filter(({ kind }: { kind: string }) => !['Deployment', 'Service', 'ServiceAccount'].includes(kind));
  expect(added.map(({ kind, metadata }: any) => `${kind} ${metadata.name}`)).toEqual(['Gateway waypoint', 'Namespace model-a']);
});

test('model B: one service has a waypoint of its own, another none', () => {
  const label = (name: string) => only(chart('model-b'), 'Service', name).metadata.labels?.['istio.io/use-waypoint'];
  expect([label('reviews'), label('ratings'), label('details')]).toEqual(['reviews-waypoint', 'none', undefined]);
});

test('model C: two namespaces share a waypoint', () => {
  const manifests = chart('model-c-waypoint');
  expect(only(manifests, 'Gateway').spec.listeners[0].allowedRoutes.namespaces.selector.matchExpressions[0].values).toEqual(['model-c-1', 'model-c-2']);
  expect(only(manifests, 'Namespace', 'model-c-2').metadata.labels)
    .toEqual({ 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'waypoint', 'istio.io/use-waypoint-namespace': 'model-c-1' });
});
