import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Chart } from 'cdk8s';
import * as yaml from 'js-yaml';
import { wavesOf } from './argo-cd';
import { declareShop, owners } from './shop';
import { written } from './written';
import { CanaryStep, Delivery, Fleet, FleetDelivery, NamespaceWaypoint, ObjectOwner, ObjectRef, ServiceWaypoint } from '../../../src';
import { STAGES } from '../../../src/constructs/delivery/stage';

/** The program of kustomize; without one there is nothing to ask. CI builds it. */
const KUSTOMIZE = process.env.KUSTOMIZE ?? '';

const OWNER_OBJECTS = `apiVersion: v1
kind: Service
metadata: {name: pay, namespace: pay, labels: {team: pay}}
spec: {ports: [{port: 80}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: pay, namespace: pay}
spec:
  selector: {matchLabels: {app: pay}}
  template:
    metadata: {labels: {app: pay}}
    spec: {containers: [{name: pay, image: pay}]}
`;

(KUSTOMIZE ? describe : describe.skip)('kustomize', () => {
  let folder: string;
  beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-waypoint-')); });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  function put(files: Record<string, string>): void {
    for (const [file, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.writeFileSync(path.join(folder, file), text);
    }
  }

  function build(below: string) {
    const { status, stdout, stderr } = spawnSync(KUSTOMIZE, ['build', path.join(folder, below)], { encoding: 'utf8' });
    return { status, stderr, objects: yaml.loadAll(stdout) as any[] };
  }

  const documents = (files: Record<string, string>, below: string) => Object.entries(files)
    .filter(([file]) => file.startsWith(below) && file.endsWith('.k8s.yaml')).flatMap(([, text]) => yaml.loadAll(text));
  const sorted = (objects: readonly unknown[]) => objects.map((object) => JSON.stringify(object, (_, value) => value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort())
    : value)).sort();

  test('builds every folder to the objects that are in it', () => {
    const files = written(Delivery.argoCd({ repositoryUrl: 'https://git.example.com/mesh.git', path: 'dist', owners: owners(ObjectOwner.HELM_CLI, ObjectOwner.ARGO_CD) }), declareShop);
    put(files);
    for (const stage of STAGES) {
      const application = yaml.load(files[`gitops/argocd/stages/${stage}.yaml`]) as any;
      for (const below of [stage, path.posix.relative('dist', application.spec.source.path)]) {
        const { status, stderr, objects } = build(below);
        expect({ below, status, stderr }).toEqual({ below, status: 0, stderr: '' });
        expect(sorted(objects)).toEqual(sorted(documents(files, stage)));
      }
    }
    expect(wavesOf(build('gitops/argocd/stages').objects).map((wave) => wave.map(({ metadata }) => metadata.name))).toEqual(STAGES.map((stage) => [`mesh-${stage}`]));
  });

  test('builds the folder of every cluster of a fleet', () => {
    const fleet = new Fleet({
      clusters: ['dev', 'prod'], outdir: folder, shard: '1/1', delivery: FleetDelivery.argoCd({ repositoryUrl: 'https://git.example.com/mesh.git', path: '.', owners: [{ owner: ObjectOwner.HELM_CLI }] }),
    });
    for (const name of fleet.clusterNames) {
      const app = fleet.newApp(name);
      new NamespaceWaypoint(new Chart(app, 'shop', { namespace: 'shop' }), 'waypoint');
      app.synth();
      expect(build(`clusters/${name}/gitops/argocd/stages`)).toMatchObject({ status: 0, stderr: '', objects: [{ kind: 'Application' }, { kind: 'Application' }] });
      expect(build(`clusters/${name}/waypoints`)).toMatchObject({ status: 0, stderr: '', objects: [{ kind: 'Gateway' }] });
      expect(build(`clusters/${name}/enrollment`)).toMatchObject({ status: 0, stderr: '', objects: [{ kind: 'Namespace' }] });
    }
    fleet.finish();
  });

  test('applies a Component to the base of its owner, and fails where a target is missing', () => {
    const files = written(Delivery.flux({ artifactUrl: 'oci://registry.example.com/mesh', owners: owners(ObjectOwner.UNMANAGED, ObjectOwner.FLUX_KUSTOMIZATION) }), declareShop);
    put(files);
    put({
      'owner/objects.yaml': OWNER_OBJECTS,
      'owner/kustomization.yaml': 'resources: [objects.yaml]\ncomponents: [../owner-patches/pay]\n',
    });
    const { status, objects } = build('owner');
    expect(status).toBe(0);
    const [service, deployment] = ['Service', 'Deployment'].map((kind) => objects.find((object) => object.kind === kind));
    expect(service.metadata.labels).toEqual({ 'team': 'pay', 'istio.io/use-waypoint': 'waypoint' });
    expect(service.spec).toEqual({ ports: [{ port: 80 }] });
    expect(deployment.spec.template.metadata.labels).toEqual({ 'app': 'pay', 'istio.io/use-waypoint': 'waypoint' });

    put({ 'owner/objects.yaml': OWNER_OBJECTS.replace(/name: pay, namespace: pay}\n/, 'name: renamed, namespace: pay}\n') });
    expect(build('owner')).toMatchObject({ status: 1, stderr: expect.stringContaining('no matches for Id') });
  });

  test('applies the weight of a canary to the object of its owner', () => {
    const delivery = Delivery.flux({ artifactUrl: 'oci://registry.example.com/mesh', owners: owners(ObjectOwner.UNMANAGED, ObjectOwner.FLUX_KUSTOMIZATION) });
    put(written(delivery, (app) => {
      new ServiceWaypoint(new Chart(app, 'pay', { namespace: 'pay' }), 'waypoint', { services: [ObjectRef.service('pay')], canary: { step: CanaryStep.weight(10) } });
    }));
    put({
      'owner/objects.yaml': OWNER_OBJECTS,
      'owner/kustomization.yaml': 'resources: [objects.yaml]\ncomponents: [../owner-patches/pay]\n',
    });
    expect(build('owner').objects.find((object) => object.kind === 'Service').metadata).toMatchObject({
      labels: { 'team': 'pay', 'istio.io/use-waypoint-canary': 'waypoint-canary' }, annotations: { 'istio.io/use-waypoint-canary-weight': '10' },
    });
  });
});
