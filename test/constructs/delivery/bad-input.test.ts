import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ApiObject, Chart } from 'cdk8s';
import { filesBelow } from './written';
import type { FluxDeliveryOptions, OwnedObjects, WaypointAppProps } from '../../../src';
import { ArgoCdTracking, Delivery, Enrollment, NamespaceWaypoint, ObjectOwner, ObjectRef, OwnerSide, WaypointApp } from '../../../src';
import { endRun } from '../app/end-run';

const ARGO = { repositoryUrl: 'https://git.example.com/mesh.git', path: 'dist' };
const FLUX = { artifactUrl: 'oci://registry.example.com/mesh' };
const { HELM_CLI, ARGO_CD, FLUX_KUSTOMIZATION, KUBECTL_APPLY } = ObjectOwner;

let root: string;
let outdir: string;
const home = process.cwd();
beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-waypoint-')));
  outdir = path.join(root, 'dist');
  process.chdir(root);
});
afterEach(() => {
  process.chdir(home);
  fs.rmSync(root, { recursive: true });
});

function synth(delivery: Delivery, declare: (chart: Chart) => void, props: WaypointAppProps = {}): void {
  const app = new WaypointApp({ outdir, delivery, ...props });
  declare(new Chart(app, 'shop', { namespace: 'shop' }));
  app.synth();
}

const waypoint = (chart: Chart) => { new NamespaceWaypoint(chart, 'waypoint'); };
const cart = (chart: Chart) => { new Enrollment(chart, 'enrollment', { objects: [ObjectRef.service('cart')], optOut: true }); };
const flux = (owned: OwnedObjects) => Delivery.flux({ ...FLUX, owners: [owned] });
const put = (file: string, text: string) => {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
};

/** Lets a call of the file system fail as it does on a disk in this state. */
function failing(name: 'writeFileSync' | 'mkdirSync' | 'renameSync', code: string): void {
  const disk = jest.requireActual<typeof fs>('fs');
  jest.spyOn(disk, name).mockImplementation(() => { throw new Error(`${code}, ${name}`); });
}

/** Each of these is declared over an output that is there. */
const CASES: [string, () => void, string][] = [
  ['an unknown owner', () => synth(Delivery.kubectl({ owners: [{ owner: 'chef' as ObjectOwner }] }), cart), 'owner "chef" is unknown: write one of ObjectOwner: ARGO_CD, '],
  ['no owner of an entry', () => synth(Delivery.kubectl({ owners: [null as unknown as OwnedObjects] }), cart), '"owners" has the entry null: write one with the "owner" of some objects'],
  ['a text for a list of namespaces, which has the namespace in it', () => synth(flux({ owner: HELM_CLI, namespaces: 'workshop' as unknown as string[] }), cart),
    '"namespaces" of owner helm-cli is "workshop", no list of texts: write ["workshop"]'],
  ['an owner of some objects after that of all', () => synth(Delivery.kubectl({ owners: [{ owner: HELM_CLI, kinds: ['Service', 'Pod'] }, { owner: ARGO_CD, kinds: ['Service'], namespaces: ['shop'] }] }), cart),
    'entry 2 of "owners", argocd, never decides: entry 1, helm-cli, covers all that it covers: put what is about fewer objects first'],
  ['a filter that is spelt as one thing', () => synth(flux({ owner: HELM_CLI, namespace: 'pay' } as OwnedObjects), cart),
    '"namespace" of owner helm-cli is unknown, and without it all would fit: write "namespaces", a list'],
  ['a kind that gets no labels', () => synth(flux({ owner: HELM_CLI, kinds: ['service'] }), cart), '"kinds" of owner helm-cli has "service", which gets no labels: write Namespace, Service, '],
  ['an unknown way', () => synth(flux({ owner: FLUX_KUSTOMIZATION, instead: 'patch' as OwnerSide }), cart), '"instead" "patch" is unknown: write one of OwnerSide: COMPONENT, '],
  ['a selector of pods that selects all', () => synth(flux({ owner: HELM_CLI, patchPodTemplates: true, podSelector: {} }), cart), '"podSelector" of owner helm-cli is empty'],
  ['an unknown way of tracking', () => synth(Delivery.argoCd({ ...ARGO, tracking: 'labels' as ArgoCdTracking }), cart), 'tracking "labels" is unknown: write one of ArgoCdTracking: ANNOTATION, LABEL'],
  ['a cluster with an empty name', () => synth(Delivery.argoCd({ ...ARGO, clusterName: '' }), cart), 'clusterName is "": write a text that is not empty, or leave it out'],
  ['a repository that is no text', () => synth(Delivery.argoCd({ ...ARGO, repositoryUrl: 5 as unknown as string }), cart), 'repositoryUrl is 5: write a text that is not empty'],
  ['no options', () => synth(Delivery.flux(undefined as unknown as FluxDeliveryOptions), cart), 'the delivery has no "artifactUrl": write it'],
  ['something else than a delivery', () => synth({} as Delivery, cart), '"delivery" is no Delivery: write Delivery.argoCd'],
  ['no owner', () => synth(Delivery.flux(FLUX), cart), 'nobody says who owns Service shop/cart: add it to "owners" of the delivery'],
  ['delivery by the tool of the owner, Argo CD', () => synth(Delivery.argoCd({ ...ARGO, owners: [{ owner: ARGO_CD }] }), cart),
    'every Application of Argo CD applies as the same field manager, so the patch would take away what the owner applied: write "instead" with OwnerSide.COMPONENT'],
  ['delivery by the tool of the owner, Flux', () => synth(flux({ owner: FLUX_KUSTOMIZATION }), cart), 'every Kustomization of Flux applies as the same field manager'],
  ['delivery by kubectl to what Argo CD applies', () => synth(Delivery.kubectl({ owners: [{ owner: ARGO_CD }] }), cart), 'let its Application sync with ServerSideApply=true, and write ObjectOwner.ARGO_CD_SERVER_SIDE'],
  ['delivery by the tool of the owner, kubectl', () => synth(Delivery.kubectl({ owners: [{ owner: KUBECTL_APPLY }] }), cart), 'kubectl.kubernetes.io/last-applied-configuration'],
  ['tracking by label', () => synth(Delivery.argoCd({ ...ARGO, tracking: ArgoCdTracking.LABEL, owners: [{ owner: HELM_CLI }] }), cart),
    'it would overwrite the label app.kubernetes.io/instance of the owners'],
  ['a namespace for a folder with label patches on Namespaces', () => synth(Delivery.flux({ ...FLUX, targetNamespace: 'shop', owners: [{ owner: HELM_CLI }] }), waypoint),
    '"targetNamespace" gives namespace "shop" to all objects, and folder "enrollment" has objects of the cluster as a whole, such as Namespaces: leave the namespace out'],
  ['a namespace for a folder with Namespaces', () => synth(Delivery.flux({ ...FLUX, targetNamespace: 'shop' }), (chart) => {
    new ApiObject(new Chart(chart.node.root, 'namespaces'), 'shop', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    waypoint(chart);
  }), 'folder "waypoints" has objects of the cluster as a whole'],
  ['a namespace for a folder with objects of another', () => synth(Delivery.flux({ ...FLUX, targetNamespace: 'pay', owners: [{ owner: HELM_CLI }] }), cart),
    'folder "enrollment" has objects of namespace "shop"'],
  ['a kustomization above that sets a namespace', () => {
    put('kustomization.yaml', 'namespace: mesh\nresources: [dist/enrollment]\n');
    synth(flux({ owner: HELM_CLI }), cart);
  }, '"kustomization.yaml" gives namespace "mesh" to all objects, and folder "enrollment" has objects of namespace "shop"'],
  ['a kustomization in the folder that sets a namespace', () => {
    put('dist/kustomization.yaml', 'namespace: mesh\nresources: [waypoints, enrollment]\n');
    synth(flux({ owner: HELM_CLI }), waypoint);
  }, '"dist/kustomization.yaml" gives namespace "mesh" to all objects'],
  ...['..', '../../etc', '/etc', 'a/../../b', 'C:\\mesh', 'a//b', '.', 'a\nb'].map((ownerName): [string, () => void, string] => [
    `an owner named ${JSON.stringify(ownerName)}`, () => synth(flux({ owner: FLUX_KUSTOMIZATION, instead: OwnerSide.COMPONENT, ownerName }), cart), 'cannot be written to "owner-patches/',
  ]),
  ['an owner with a name of 256 bytes', () => synth(flux({ owner: FLUX_KUSTOMIZATION, instead: OwnerSide.COMPONENT, ownerName: 'é'.repeat(128) }), cart), 'the name has 256 bytes: write at most 255'],
  ['owners that differ in case only', () => synth(Delivery.flux({
    ...FLUX,
    owners: ['pay', 'PAY'].map((ownerName, index) => ({ owner: FLUX_KUSTOMIZATION, instead: OwnerSide.COMPONENT, ownerName, names: [`service-${index}`] })),
  }), (chart) => { new Enrollment(chart, 'e', { objects: [ObjectRef.service('service-0'), ObjectRef.service('service-1')], optOut: true }); }),
  'a file that some systems take for "owner-patches/pay/kustomization.yaml"'],
  ['a read-only disk', () => {
    failing('mkdirSync', 'EROFS: read-only file system');
    synth(flux({ owner: HELM_CLI }), waypoint);
  }, 'cannot write "DIST": EROFS: read-only file system'],
  ['a folder that may not be written', () => {
    failing('writeFileSync', 'EACCES: permission denied');
    synth(flux({ owner: HELM_CLI }), waypoint);
  }, 'EACCES: permission denied'],
  ['a full disk', () => {
    failing('writeFileSync', 'ENOSPC: no space left on device');
    synth(flux({ owner: HELM_CLI }), waypoint);
  }, 'cannot write "DIST/waypoints/shop.k8s.yaml": ENOSPC: no space left on device'],
  ['a file of somebody else in the way', () => {
    put('dist/waypoints/shop.k8s.yaml', 'mine');
    synth(flux({ owner: HELM_CLI }), waypoint);
  }, 'a file of that name is there, which the last synthesis did not write: move it away, or choose another output folder'],
  ['a folder of somebody else in the way', () => {
    put('dist/waypoints/shop.k8s.yaml/notes.txt', 'mine');
    synth(flux({ owner: HELM_CLI }), waypoint);
  }, 'a folder of that name is there: move it away'],
];

test.each(CASES)('%s is a clear error, and the old output stays', (_, act, message) => {
  const app = new WaypointApp({ outdir, delivery: flux({ owner: HELM_CLI }) });
  cart(new Chart(app, 'pay', { namespace: 'pay' }));
  app.synth();
  endRun(outdir);
  const before = filesBelow(outdir);
  let error: Error | undefined;
  try {
    act();
  } catch (caught) {
    error = caught as Error;
  }
  jest.restoreAllMocks();
  expect(error?.message.replaceAll(outdir, 'DIST')).toContain(message);
  expect(filesBelow(outdir)).toMatchObject(before);
  const mine = ['kustomization.yaml', 'waypoints/shop.k8s.yaml', 'waypoints/shop.k8s.yaml/notes.txt'];
  expect(Object.keys(filesBelow(outdir)).filter((file) => !(file in before) && !mine.includes(file))).toEqual([]);
  expect(fs.readdirSync(root).filter((name) => name !== 'kustomization.yaml')).toEqual(['dist']);
});

test('a kustomization in an output folder beside the working directory is looked at, and one above that is not', () => {
  fs.mkdirSync(path.join(root, 'd'));
  process.chdir(path.join(root, 'd'));
  put('kustomization.yaml', 'namespace: mesh\nresources: [dist]\n');
  expect(() => synth(flux({ owner: HELM_CLI }), waypoint)).not.toThrow();
  put('dist/kustomization.yaml', 'namespace: mesh\nresources: [waypoints, enrollment]\n');
  expect(() => synth(flux({ owner: HELM_CLI }), waypoint)).toThrow('kustomization.yaml" gives namespace "mesh" to all objects');
});

test('an owner of objects after that of all is no mistake where it says the same, or covers nothing', () => {
  const owners = [{ owner: HELM_CLI }, { owner: HELM_CLI, namespaces: ['shop'] }, { owner: ARGO_CD, namespaces: [] }];
  expect(() => synth(Delivery.flux({ ...FLUX, owners }), cart)).not.toThrow();
});

test('a kustomization that has nothing to do with the output may set a namespace', () => {
  put('kustomization.yaml', 'namespace: mesh\nresources: [other]\n');
  put('Kustomization', 'not: [yaml');
  expect(() => synth(flux({ owner: HELM_CLI }), waypoint)).not.toThrow();
});
