import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Chart } from 'cdk8s';
import * as yaml from 'js-yaml';
import type { ArgoCdFleetOptions } from '../../../src';
import { ClusterGenerator, Delivery, Fleet, FleetDelivery, NamespaceWaypoint, ObjectOwner } from '../../../src';
import { RECORD } from '../../../src/constructs/app/file-record';
import { filesBelow } from '../delivery/written';

const ARGO = { repositoryUrl: 'https://git.example.com/mesh.git', path: 'dist', owners: [{ owner: ObjectOwner.HELM_CLI }] };
const FLUX = { artifactUrl: 'oci://registry.example.com/mesh', owners: [{ owner: ObjectOwner.HELM_CLI }] };

let outdir: string;
beforeEach(() => { outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-waypoint-')); });
afterEach(() => fs.rmSync(outdir, { recursive: true }));

function run(delivery: FleetDelivery, clusters: readonly string[] = ['dev', 'prod'], shard: string = '1/1'): Record<string, string> {
  const fleet = new Fleet({ clusters: [...clusters], outdir, shard, delivery });
  for (const name of fleet.clusterNames) {
    const app = fleet.newApp(name);
    new NamespaceWaypoint(new Chart(app, 'shop', { namespace: 'shop' }), 'waypoint');
    app.synth();
  }
  fleet.finish();
  return filesBelow(outdir);
}

const SET = 'gitops/argocd/applicationset.yaml';
const argo = (options: Partial<ArgoCdFleetOptions> = {}) => FleetDelivery.argoCd({ ...ARGO, ...options });

test('an ApplicationSet makes the Applications, and each cluster has its project', () => {
  const files = run(argo({ healthCustomization: true }));
  expect(Object.keys(files)).toMatchSnapshot();
  expect(files[SET]).toMatchSnapshot();
  expect(files['clusters/dev/gitops/argocd/project.yaml']).toMatchSnapshot();
});

test('the ApplicationSet knows clusters by git directories', () => {
  expect(run(argo({ generator: ClusterGenerator.GIT_DIRECTORIES, targetRevision: 'live' }))[SET]).toMatchSnapshot();
});

test.each([['.', ''], ['./dist', 'dist/'], ['dist/', 'dist/']])('the folders of the clusters below %s are named as Git names them', (below, folder) => {
  const { generators: [{ git }], template } = (yaml.load(run(argo({ path: below, generator: ClusterGenerator.GIT_DIRECTORIES }))[SET]) as any).spec;
  expect(git.directories).toEqual([{ path: `${folder}clusters/*` }]);
  expect(template.spec.source.path).toBe(`${folder}clusters/{{ .path.basename }}/gitops/argocd/stages`);
});

test.each<[string, Partial<ArgoCdFleetOptions>]>([
  ['name', {}], ['server', { servers: { dev: 'https://dev.example.com', prod: 'https://prod.example.com' } }],
])('the Applications of the stages of a cluster, and their project, know it by its %s', (_, options) => {
  const files = run(argo(options));
  const { metadata, spec } = yaml.load(files['clusters/dev/gitops/argocd/stages/waypoints.yaml']) as any;
  expect({ name: metadata.name, project: spec.project, destination: spec.destination }).toMatchSnapshot();
  const [stages, parent] = yaml.loadAll(files['clusters/dev/gitops/argocd/project.yaml']) as any[];
  expect([stages, parent].map((project) => [project.metadata.name, project.spec.destinations])).toMatchSnapshot();
});

test('the first shard alone writes what is there once for all clusters', () => {
  expect(Object.keys(run(argo(), ['a', 'b', 'c'], '2/3')).filter((file) => !file.startsWith('clusters/b/'))).toEqual([]);
  expect(run(argo(), ['a', 'b', 'c'], '1/3')[SET]).toContain('- cluster: c');
});

test('what was there once for all goes when the fleet has no delivery any more', () => {
  fs.mkdirSync(path.join(outdir, 'gitops/argocd'), { recursive: true });
  fs.writeFileSync(path.join(outdir, SET), 'of an earlier run');
  fs.writeFileSync(path.join(outdir, RECORD), `${SET}\n`);
  const fleet = new Fleet({ clusters: ['dev'], outdir, shard: '1/1' });
  fleet.newApp('dev').synth();
  fleet.finish();
  expect(Object.keys(filesBelow(outdir)).filter((file) => file.startsWith('gitops'))).toEqual([]);
});

test.each([false, true])('Flux in each cluster applies the artifact of its cluster, or its part of one artifact: %s', (oneArtifact) => {
  const files = run(FleetDelivery.flux({ ...FLUX, oneArtifact }));
  expect(files['clusters/prod/gitops/flux/source.yaml']).toMatchSnapshot();
  expect(files['clusters/prod/gitops/flux/waypoints.yaml']).toMatch(oneArtifact ? 'path: ./clusters/prod/waypoints' : 'path: ./waypoints');
});

test.each<[string, () => unknown, string]>([
  ['a cluster with the name of a stage of another', () => run(argo(), ['dev', 'dev-waypoints']), 'cluster "dev-waypoints" has the name of an Application or project of cluster "dev": rename one of the two'],
  ['a server for a cluster that is not there', () => run(argo({ servers: { dev: 'https://d', prod: 'https://p', stage: 'https://s' } })), '"servers" names cluster "stage", which is not in the fleet'],
  ['a cluster without server', () => run(argo({ servers: { dev: 'https://d' } })), '"servers" has no API server for cluster "prod": write it, or leave "servers" out'],
  ['a cluster that cannot be in a name', () => run(argo(), ['Dev_1']), 'cluster "Dev_1" cannot be in the name of an Application'],
  ['two deliveries', () => new Fleet({ clusters: ['dev'], outdir, shard: '1/1', delivery: argo() }).newApp('dev', { delivery: Delivery.kubectl() }),
    'the app of cluster "dev" has a "delivery", and so has the fleet: write one of the two'],
  ['a cluster that cannot be in the name of an artifact', () => run(FleetDelivery.flux(FLUX), ['eu..1']), 'cluster "eu..1" cannot be in the name of an artifact'],
  ['folders in Git of what is no Git repository', () => run(argo({ repositoryUrl: 'oci://registry.example.com/mesh', generator: ClusterGenerator.GIT_DIRECTORIES })),
    'repositoryUrl "oci://registry.example.com/mesh" is an artifact, in which Argo CD cannot look for folders: write ClusterGenerator.LIST'],
])('%s is an error before anything is written, in every shard', (_, act, message) => {
  expect(act).toThrow(message);
  expect(fs.readdirSync(outdir)).toEqual([]);
});

test('a shard without the first cluster does not send a cluster to the API server of Argo CD because its own is missing', () => {
  expect(() => run(argo({ servers: { dev: 'https://d' } }), ['dev', 'prod'], '2/2')).toThrow('"servers" has no API server for cluster "prod"');
});
