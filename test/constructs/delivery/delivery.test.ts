import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { App } from 'cdk8s';
import { ApiObject, Chart } from 'cdk8s';
import { loadAll } from 'js-yaml';
import { declareShop, owners } from './shop';
import { written } from './written';
import type { ArgoCdDeliveryOptions, FluxDeliveryOptions, OwnedObjects } from '../../../src';
import { ArgoCdTracking, CanaryStep, Delivery, Enrollment, NamespaceWaypoint, ObjectOwner, ObjectRef, OwnerSide, ServiceWaypoint, WaypointApp } from '../../../src';

const ARGO = { repositoryUrl: 'https://git.example.com/mesh.git', path: 'dist' };
const FLUX = { artifactUrl: 'oci://registry.example.com/mesh' };

test('the output for Argo CD', () => {
  expect(written(Delivery.argoCd({ ...ARGO, healthCustomization: true, owners: owners(ObjectOwner.HELM_CLI, ObjectOwner.ARGO_CD) }), declareShop)).toMatchSnapshot();
});

test.each([['https://git.example.com/mesh.git', 'HEAD'], ['oci://registry.example.com/mesh', 'latest']])('Argo CD takes of %s what is at %s', (repositoryUrl, revision) => {
  const files = written(Delivery.argoCd({ ...ARGO, repositoryUrl, owners: [{ owner: ObjectOwner.HELM_CLI }] }), (app) => new NamespaceWaypoint(new Chart(app, 'shop', { namespace: 'shop' }), 'waypoint'));
  const { source } = (loadAll(files['gitops/argocd/application.yaml'])[0] as any).spec;
  expect(source).toMatchObject({ repoURL: repositoryUrl, targetRevision: revision });
});

describe('the identities that Argo CD applies as where it impersonates', () => {
  const accounts = (options: Partial<ArgoCdDeliveryOptions>) => {
    const owned = [{ owner: ObjectOwner.HELM_CLI }];
    const files = written(Delivery.argoCd({ ...ARGO, owners: owned, ...options }), (app) => new NamespaceWaypoint(new Chart(app, 'shop', { namespace: 'shop' }), 'waypoint'));
    return Object.fromEntries(loadAll(files['gitops/argocd/project.yaml']).map((project: any) => [project.metadata.name, project.spec.destinationServiceAccounts]));
  };
  const own = 'https://kubernetes.default.svc';

  test('label patches have one that can only patch, and the rest has what the user names', () => {
    expect(accounts({})).toEqual({ 'mesh': undefined, 'mesh-enrollment': [{ server: own, namespace: '*', defaultServiceAccount: 'argocd:mesh-enroller' }], 'mesh-applications': undefined });
    expect(accounts({ serviceAccount: 'argocd:mesh-deployer' })).toMatchObject({
      'mesh': [{ server: own, namespace: '*', defaultServiceAccount: 'argocd:mesh-deployer' }],
      'mesh-applications': [{ server: own, namespace: 'argocd', defaultServiceAccount: 'argocd:mesh-deployer' }],
    });
  });

  test('a cluster that Argo CD knows by name has any API server, since there is no field for names', () => {
    expect(accounts({ clusterName: 'prod', argoCdNamespace: 'cd' })['mesh-enrollment']).toEqual([{ server: '*', namespace: '*', defaultServiceAccount: 'cd:mesh-enroller' }]);
  });

  test.each(['mesh-deployer', 'argocd:', 'a:b:c', ''])('"%s" is an error', (serviceAccount) => {
    expect(() => accounts({ serviceAccount })).toThrow(`serviceAccount "${serviceAccount}" is not a namespace and a name: write "NAMESPACE:NAME"`);
  });
});

test('the output for Flux', () => {
  expect(written(Delivery.flux({ ...FLUX, owners: owners(ObjectOwner.KUBECTL_APPLY, ObjectOwner.FLUX_HELM_RELEASE, OwnerSide.POST_RENDERERS) }), declareShop)).toMatchSnapshot();
});

test('the output for kubectl has the same stages, and no annotations', () => {
  const files = written(Delivery.kubectl({ owners: owners(ObjectOwner.UNMANAGED, ObjectOwner.KUBECTL_APPLY) }), declareShop);
  expect(Object.keys(files)).toMatchSnapshot();
  expect(Object.values(files).join('')).not.toMatch(/argocd|toolkit\.fluxcd/);
});

test('labels on a Namespace come as a part of the Application of its owner', () => {
  const files = written(
    Delivery.argoCd({ ...ARGO, owners: [{ owner: ObjectOwner.ARGO_CD, instead: OwnerSide.MANAGED_NAMESPACE_METADATA, ownerName: 'shop-app' }] }),
    (app) => new NamespaceWaypoint(new Chart(app, 'shop', { namespace: 'shop' }), 'waypoint'),
  );
  expect(files['owner-patches/shop-app/shop.application.patch.yaml']).toMatchInlineSnapshot(`
"spec:
  destination:
    namespace: shop
  syncPolicy:
    syncOptions:
      - CreateNamespace=true
    managedNamespaceMetadata:
      labels:
        istio.io/dataplane-mode: ambient
        istio.io/use-waypoint: waypoint
"
`);
});

describe('labels on pod templates, by label patch', () => {
  const enroll = (kind: 'deployment' | 'job') => (app: App) => {
    new Enrollment(new Chart(app, 'shop', { namespace: 'shop', labels: { team: 'shop' } }), 'e', { objects: [ObjectRef[kind]('cart')], optOut: true });
  };
  const owned = { owner: ObjectOwner.HELM_CLI, patchPodTemplates: true };
  const patch = (delivery: Delivery) => written(delivery, enroll('deployment'))['enrollment/shop.k8s.yaml'];

  test('Argo CD and kubectl need the labels alone', () => {
    expect(patch(Delivery.argoCd({ ...ARGO, owners: [owned] }))).toMatchSnapshot();
    expect(patch(Delivery.kubectl({ owners: [owned] }))).toMatchSnapshot();
  });

  test('Flux needs the selector, and containers that it does not own', () => {
    const delivery = Delivery.flux({ ...FLUX, owners: [{ ...owned, podSelector: { app: 'cart' } }] });
    expect(patch(delivery)).toMatchSnapshot();
    expect(written(delivery, enroll('deployment'))['gitops/flux/enroller.yaml']).toContain('- apps\n    resources:\n      - deployments');
  });

  test.each<[string, OwnedObjects, (app: App) => void, string]>([
    ['without the word of the user', { owner: ObjectOwner.HELM_CLI }, enroll('deployment'), 'write "patchPodTemplates: true" for an object that may restart its pods'],
    ['without selector', owned, enroll('deployment'), 'write "podSelector" with exactly the labels of its spec.selector.matchLabels'],
    ['of a Job', owned, enroll('job'), 'labels of a pod template belong to whoever applies the template'],
    ['of the owner\'s own tool', { ...owned, owner: ObjectOwner.FLUX_KUSTOMIZATION }, enroll('deployment'), 'every Kustomization of Flux applies as the same field manager'],
  ])('are an error for Flux %s', (_, one, declare, message) => {
    expect(outcome(DELIVERIES.Flux, one, declare)).toContain(message);
  });
});

test('an object of the cluster as a whole has no namespace, also in a chart that has one, and the project allows its kind', () => {
  const files = written(Delivery.argoCd(ARGO), (app) => {
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    new ApiObject(shop, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    new ApiObject(shop, 'role', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'shop' } });
    new ApiObject(shop, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } });
  });
  const manifests = ['waypoints', 'workloads'].flatMap((stage) => loadAll(files[`${stage}/shop.k8s.yaml`]) as any[]);
  expect(manifests.map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([['Namespace', undefined], ['ConfigMap', 'shop'], ['ClusterRole', undefined]]);
  expect((loadAll(files['gitops/argocd/project.yaml'])[0] as any).spec.clusterResourceWhitelist)
    .toEqual([{ group: '', kind: 'Namespace' }, { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' }]);
});

describe('the weight of a canary', () => {
  const half = { canary: { step: CanaryStep.weight(50) } };
  const namespaceWaypoint = (app: App) => new NamespaceWaypoint(new Chart(app, 'shop', { namespace: 'shop' }), 'waypoint', half);
  const serviceWaypoint = (app: App) => new ServiceWaypoint(new Chart(app, 'shop', { namespace: 'shop' }), 'waypoint', { ...half, services: [ObjectRef.service('cart')] });

  test.each<[string, Delivery, (app: App) => void, string]>([
    ['a Component', Delivery.flux({ ...FLUX, owners: [{ owner: ObjectOwner.FLUX_KUSTOMIZATION, instead: OwnerSide.COMPONENT }] }), serviceWaypoint,
      'owner-patches/flux-kustomization/kustomization.yaml'],
    ['a HelmRelease', Delivery.flux({ ...FLUX, owners: [{ owner: ObjectOwner.FLUX_HELM_RELEASE, instead: OwnerSide.POST_RENDERERS }] }), serviceWaypoint,
      'owner-patches/flux-helmrelease/helmrelease.patch.yaml'],
    ['an Application', Delivery.argoCd({ ...ARGO, owners: [{ owner: ObjectOwner.ARGO_CD, instead: OwnerSide.MANAGED_NAMESPACE_METADATA }] }), namespaceWaypoint,
      'owner-patches/argocd/shop.application.patch.yaml'],
  ])('is in %s', (_, delivery, declare, file) => {
    expect(written(delivery, declare)[file]).toMatchSnapshot();
  });

  test.each([ObjectOwner.HELM_CLI, ObjectOwner.FLUX_HELM_RELEASE])('is not in a label patch: %s', (owner) => {
    expect(outcome(DELIVERIES['Argo CD'], { owner }, serviceWaypoint)).toMatchSnapshot();
  });
});

test('a Component for a base without namespaces names none', () => {
  const owned = { owner: ObjectOwner.FLUX_KUSTOMIZATION, instead: OwnerSide.COMPONENT, overlaySetsNamespace: true };
  const files = written(Delivery.flux({ ...FLUX, owners: [owned] }), enrollService);
  expect(files['owner-patches/flux-kustomization/kustomization.yaml']).not.toContain('namespace: shop');
});

function enrollService(app: App): void {
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  new Enrollment(chart, 'enrollment', { objects: [ObjectRef.service('cart')], optOut: true });
}

const DELIVERIES: Record<string, (owned: OwnedObjects[]) => Delivery> = {
  'Argo CD': (owned) => Delivery.argoCd({ ...ARGO, owners: owned }),
  'Flux': (owned) => Delivery.flux({ ...FLUX, owners: owned }),
  'kubectl': (owned) => Delivery.kubectl({ owners: owned }),
};

/** What comes out for an owner: the annotations of the patch, or the error. */
function outcome(newDelivery: (owned: OwnedObjects[]) => Delivery, owned: OwnedObjects, declare: (app: App) => void = enrollService): string {
  try {
    const patch = Object.entries(written(newDelivery([owned]), declare)).find(([file]) => /^enrollment\/shop/.test(file))?.[1] ?? 'no patch';
    return patch.match(/(?<= {4}(argocd|kustomize)[^:]*: ).*/g)?.join(' ') ?? 'plain patch';
  } catch (error) {
    return (error as Error).message.split('\n').slice(1).join().trim();
  }
}

test('the matrix of owners and tools', () => {
  const rows = Object.values(ObjectOwner).map((owner) => [owner, Object.fromEntries(Object.entries(DELIVERIES).map(([tool, make]) => [tool, outcome(make, { owner })]))]);
  expect(Object.fromEntries(rows)).toMatchSnapshot();
});

test('docs/gitops.md has the same matrix', () => {
  const page = fs.readFileSync(path.join(__dirname, '../../../docs/gitops.md'), 'utf8');
  const documented = [...page.matchAll(/^\| `([A-Z_]+)` \|[^|]*\| (\w+)[^|]*\| (\w+)[^|]*\| (\w+)[^|]*\|$/gm)].map(([, ...cells]) => cells);
  const verdict = (text: string) => (/OwnerSide/.test(text) ? 'owner' : /shop\/cart/.test(text) ? 'error' : 'patch');
  expect(documented.sort()).toEqual(Object.entries(ObjectOwner)
    .map(([name, owner]) => [name, ...Object.values(DELIVERIES).map((make) => verdict(outcome(make, { owner })))]).sort());
});

describe('bad input', () => {
  const chart = (app: App) => new Chart(app, 'shop', { namespace: 'shop' });

  test.each<[string, () => void, string]>([
    ['an unknown owner', () => Delivery.kubectl({ owners: [{ owner: 'chef' as ObjectOwner }] }), 'owner "chef" is unknown: write one of ObjectOwner'],
    ['an object without owner', () => written(Delivery.kubectl(), enrollService),
      '[shop/enrollment] nobody says who owns Service shop/cart: add it to "owners" of the delivery, or declare it in this app'],
    ['a way that the owner has not', () => written(Delivery.flux({ ...FLUX, owners: [{ owner: ObjectOwner.HELM_CLI, instead: OwnerSide.COMPONENT }] }), enrollService),
      'Service shop/cart cannot get labels by component from owner helm-cli: leave "instead" out'],
    ['namespace metadata for a Service', () => written(Delivery.argoCd({ ...ARGO, owners: [{ owner: ObjectOwner.ARGO_CD, instead: OwnerSide.MANAGED_NAMESPACE_METADATA }] }), enrollService),
      'write "instead" with OwnerSide.COMPONENT'],
    ['pod templates of others', () => written(Delivery.flux({ ...FLUX, owners: [{ owner: ObjectOwner.UNMANAGED }] }), (app) => new Enrollment(chart(app), 'e', { objects: [ObjectRef.deployment('cart')], optOut: true })),
      'Deployment shop/cart of owner unmanaged must not get a label patch by Flux: labels of a pod template belong to whoever applies the template: write them there'],
    ['label tracking', () => written(Delivery.argoCd({ ...ARGO, tracking: ArgoCdTracking.LABEL, owners: [{ owner: ObjectOwner.HELM_CLI }] }), enrollService),
      'label patches must not be synced by an Argo CD that tracks by label'],
    ['a path from the root', () => Delivery.argoCd({ ...ARGO, path: '/dist' }), 'path "/dist" is not one from the top of the repository down, such as "dist" or ".": write that of the output folder there'],
    ['a path that leaves the repository', () => Delivery.argoCd({ ...ARGO, path: 'a/../../dist' }), 'path "a/../../dist" is not one from the top of the repository down'],
    ['a path that leaves the artifact', () => Delivery.flux({ ...FLUX, path: '..' }), 'path ".." is not one from the top of the artifact down'],
    ['two words for one cluster', () => Delivery.argoCd({ ...ARGO, server: 'https://prod.example.com', clusterName: 'prod' }),
      '"server" and "clusterName" both say which cluster it is, "https://prod.example.com" and "prod": write one of the two'],
    ['a name that no Application can have', () => Delivery.argoCd({ ...ARGO, applicationName: 'My Mesh' }), 'applicationName "My Mesh" is not a DNS-1123 name'],
    ['a name that no Kustomization can have', () => Delivery.flux({ ...FLUX, name: '' }), 'name "" is not a DNS-1123 name'],
    ['an artifact in Git', () => Delivery.flux({ artifactUrl: 'https://ghcr.io/example/mesh' }), 'artifactUrl "https://ghcr.io/example/mesh" is not that of an OCI artifact: write "oci://ghcr.io/example/mesh"'],
    ['no repository', () => Delivery.argoCd({ ...ARGO, repositoryUrl: '' }), 'the delivery has no "repositoryUrl": write it'],
    ['no path', () => Delivery.argoCd({ repositoryUrl: 'https://git.example.com/mesh.git' } as ArgoCdDeliveryOptions), 'the delivery has no "path": write it'],
    ['no artifact', () => Delivery.flux({} as FluxDeliveryOptions), 'the delivery has no "artifactUrl": write it'],
    ['owners that are no list', () => Delivery.kubectl({ owners: { owner: ObjectOwner.HELM_CLI } as any }), '"owners" is no list'],
    ['a chart with the name of a file of kustomize', () => {
      const app = new WaypointApp({ outdir: path.join(os.tmpdir(), 'cdk8s-waypoint-never'), outputFileExtension: '.yaml', delivery: Delivery.kubectl({ owners: [{ owner: ObjectOwner.HELM_CLI }] }) });
      new NamespaceWaypoint(new Chart(app, 'kustomization', { namespace: 'shop' }), 'waypoint');
      app.synth();
    }, '[delivery] would be written to the same file "waypoints/kustomization.yaml" as "kustomization": rename one of the two'],
    ['an artifact with a tag in its address', () => Delivery.flux({ artifactUrl: 'oci://ghcr.io/example/mesh:v1' }), 'write "oci://REGISTRY/REPOSITORY", and the tag in "tag"'],
    ['an artifact without repository', () => Delivery.flux({ artifactUrl: 'oci://ghcr.io/' }), 'artifactUrl "oci://ghcr.io/" is more, or less, than a registry and a repository'],
    ['a tag that is none', () => Delivery.flux({ ...FLUX, tag: 'a/b' }), 'tag "a/b" is not a tag'],
    ['a namespace that cannot be', () => Delivery.flux({ ...FLUX, fluxNamespace: 'flux.system' }), 'fluxNamespace "flux.system" is not a DNS-1123 label'],
    ['a namespace that cannot be', () => Delivery.argoCd({ ...ARGO, argoCdNamespace: 'a'.repeat(64) }), `argoCdNamespace "${'a'.repeat(64)}" has 64 characters: write at most 63`],
    ['a name that no label can have with what is added to it', () => Delivery.flux({ ...FLUX, name: 'm'.repeat(53) }), 'has 53 characters, and more are added to it: write at most 52'],
    ['a name that no object can have with what is added to it', () => Delivery.argoCd({ ...ARGO, applicationName: 'm'.repeat(241) }), 'has 241 characters, and more are added to it: write at most 240'],
    ['an interval without unit', () => Delivery.flux({ ...FLUX, interval: '10' }), 'interval "10" is not a time: write a number with ms, s, m or h, such as "10m"'],
    ['an owner name that leaves the folder', () => written(Delivery.flux({ ...FLUX, owners: [{ owner: ObjectOwner.FLUX_KUSTOMIZATION, instead: OwnerSide.COMPONENT, ownerName: '../..' }] }), enrollService),
      'cannot be written to "owner-patches/../../kustomization.yaml": the name has an empty part, "." or ".."'],
  ])('%s', (_, declare, message) => {
    expect(declare).toThrow(message);
  });
});
