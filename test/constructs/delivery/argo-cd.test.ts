import type { App } from 'cdk8s';
import { ApiObject, Chart } from 'cdk8s';
import * as yaml from 'js-yaml';
import { ArgoCd, wavesOf } from './argo-cd';
import { declareShop, owners } from './shop';
import type { Step } from './step';
import { written } from './written';
import { CrossNamespaceWaypoint, Delivery, NamespaceWaypoint, ObjectOwner, ObjectRef, ServiceWaypoint, ZtunnelTarget } from '../../../src';
import { enrollmentLabels } from '../../../src/constructs/delivery/manifest';
import { STAGES } from '../../../src/constructs/delivery/stage';
import { NO_WAYPOINT, USE_WAYPOINT, USE_WAYPOINT_NAMESPACE } from '../../../src/istio/labels';

const ARGO = { repositoryUrl: 'https://git.example.com/mesh.git', path: 'dist' };
const output = (declare: (app: App) => void) => written(Delivery.argoCd({ ...ARGO, owners: owners(ObjectOwner.HELM_CLI, ObjectOwner.ARGO_CD) }), declare);

interface Mesh {
  readonly cart?: boolean;
  readonly shared?: boolean;
  readonly strict?: boolean;
  readonly replicas?: number;
}

/** A namespace with a waypoint, and more waypoints and labels from commit to commit. */
function mesh({ cart, shared, strict, replicas = 1 }: Mesh = {}) {
  return (app: App) => {
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    const waypoint = new NamespaceWaypoint(shop, 'waypoint');
    if (cart) new ServiceWaypoint(shop, 'cart', { waypointName: 'cart-waypoint', services: [ObjectRef.service('cart')] });
    if (shared) new CrossNamespaceWaypoint(shop, 'shared', { waypointName: 'shared', consumers: [ObjectRef.namespace('web')] });
    if (strict) waypoint.enforceTraversal(ZtunnelTarget.namespace('shop'));
    new ApiObject(shop, 'web', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas } });
  };
}

/** The labels that are applied before the Gateway that they name is programmed. */
function early(steps: readonly Step[]): string[] {
  const programmed = new Set<string>();
  return steps.flatMap(({ objects }) => {
    const found = objects.filter((object) => namedBy(object).some((waypoint) => !programmed.has(waypoint))).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    for (const { kind, metadata } of objects) if (kind === 'Gateway') programmed.add(`${metadata.namespace}/${metadata.name}`);
    return found;
  });
}

/** The Gateways that the labels of an object name. */
function namedBy({ kind, metadata, ...content }: any): string[] {
  return enrollmentLabels({ kind, metadata, ...content }).filter((labels) => labels[USE_WAYPOINT] !== NO_WAYPOINT).map((labels) => {
    const own = kind === 'Namespace' ? metadata.name : metadata.namespace;
    return `${labels[USE_WAYPOINT_NAMESPACE] ?? own}/${labels[USE_WAYPOINT]}`;
  });
}

test.each<[string, (app: App) => void]>([
  ['the shop', declareShop], ['a namespace', mesh()], ['several waypoints', mesh({ cart: true, shared: true, strict: true })],
])('no label is in an Application that syncs before that of its Gateway is healthy: %s', (_, declare) => {
  const steps = new ArgoCd('dist').roll(output(declare));
  expect(steps.flatMap(({ objects }) => objects).filter((object) => namedBy(object).length > 0).length).toBeGreaterThan(0);
  expect(early(steps)).toEqual([]);
});

test('one Application for all of it labels the Namespace with the first object in it, whatever its wave: that is why there are several', () => {
  const objects = Object.entries(output(declareShop)).filter(([file]) => file.endsWith('.k8s.yaml')).flatMap(([, text]) => yaml.loadAll(text) as any[]);
  expect(early(wavesOf(objects).map((wave) => ({ by: 'mesh', objects: wave, removed: [] })))).toEqual(['Namespace shop']);
});

test('a later commit too reaches each stage only in its turn', () => {
  const commits = [mesh(), mesh({ cart: true }), mesh({ cart: true, shared: true, strict: true }), mesh({ cart: true, shared: true, strict: true, replicas: 2 })].map(output);
  const argo = new ArgoCd('dist');
  const steps = commits.map((commit) => argo.roll(commit));
  expect(early(steps.flat())).toEqual([]);
  expect(steps[1].filter(({ objects }) => objects.length > 0).map(({ by }) => by).filter((name, i, all) => name !== all[i - 1])).toEqual(['mesh-workloads', 'mesh-waypoints', 'mesh-workloads', 'mesh-enrollment']);
});

test('Applications of stages that followed Git by themselves would label too early: that is why their paths change', () => {
  const fixed = (text: string) => text.replace(/\b[0-9a-f]{16}\b/g, 'current');
  const commits = [mesh(), mesh({ cart: true })].map((declare) => Object.fromEntries(Object.entries(output(declare)).map(([file, text]) => [fixed(file), fixed(text)])));
  const argo = new ArgoCd('dist');
  expect(early(commits.flatMap((commit) => argo.roll(commit)))).toEqual(['Service cart']);
});

test('every object is in the folder of exactly one Application', () => {
  const steps = new ArgoCd('dist').roll(output(declareShop));
  const applications = new Map<string, Set<string>>();
  for (const { by, objects } of steps) {
    for (const { kind, metadata } of objects) {
      const key = `${kind} ${metadata.namespace}/${metadata.name}`;
      applications.set(key, (applications.get(key) ?? new Set()).add(by));
    }
  }
  expect([...applications].filter(([, of]) => of.size > 1)).toEqual([]);
  expect(new Set(steps.filter(({ objects }) => objects.length > 0).map(({ by }) => by))).toEqual(new Set(STAGES.map((stage) => `mesh-${stage}`)));
});

test('every Application tries again what failed: Argo CD by itself would not, until the next commit', () => {
  const applications = Object.values(output(declareShop)).flatMap((text) => yaml.loadAll(text) as any[]).filter((object) => object?.kind === 'Application');
  expect(applications.map(({ spec }) => spec.syncPolicy.retry)).toEqual(applications.map(() => ({ limit: 5, backoff: { duration: '10s', factor: 2, maxDuration: '3m' } })));
  expect(applications).toHaveLength(STAGES.length + 1);
});
