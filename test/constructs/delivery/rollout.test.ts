import type { App } from 'cdk8s';
import { ApiObject, Chart } from 'cdk8s';
import type { Moment } from './cluster';
import { ARGO_CD, Cluster, FLUX, service } from './cluster';
import { manifestsIn } from './flux';
import type { Files } from './step';
import { written } from './written';
import type { CanaryOptions } from '../../../src';
import {
  CanaryStep, CrossNamespaceWaypoint, NamespaceWaypoint, ObjectRef, Operation, PolicyAction, PolicyTarget, ServiceWaypoint, WaypointAuthorization,
  WaypointLifecycle, ZtunnelTarget,
} from '../../../src';
import { STAGES } from '../../../src/constructs/delivery/stage';

const from = 'cluster.local/ns/clients/sa/web';
const REQUESTS = {
  'GET cart': { from, to: 'cart.shop:80' },
  'DELETE cart': { from, to: 'cart.shop:80', method: 'DELETE' },
  'DELETE web': { from, to: 'web.shop:80', method: 'DELETE' },
  'DELETE own': { from, to: 'own.shop:80', method: 'DELETE' },
};

const OWN = service('shop', 'own', { 'istio.io/use-waypoint': 'waypoint' });

interface Mesh {
  readonly cart?: WaypointLifecycle;
  readonly shared?: WaypointLifecycle;
}

/** A namespace with a waypoint, one for a Service in it, and one that another namespace uses. Without lifecycle the latter two are gone. */
function mesh({ cart, shared }: Mesh) {
  return (app: App) => {
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    const targets = [PolicyTarget.waypoint(new NamespaceWaypoint(shop, 'waypoint'))];
    if (cart) {
      const waypoint = new ServiceWaypoint(shop, 'cart', { waypointName: 'cart', services: [ObjectRef.service('cart')], lifecycle: cart });
      targets.push(PolicyTarget.waypoint(waypoint));
    }
    if (shared) new CrossNamespaceWaypoint(shop, 'shared', { waypointName: 'shared', consumers: [ObjectRef.namespace('pay')], lifecycle: shared });
    new WaypointAuthorization(shop, 'no-delete', { targets, action: PolicyAction.DENY, rules: [{ operations: [Operation.methods('DELETE')] }] });
    new ApiObject(shop, 'own', OWN);
  };
}

const { SERVING, DRAINING, DRAINING_BY_OPT_OUT } = WaypointLifecycle;

/** Fails if a request that was refused gets through at a later moment, or if a moment has mistakes. */
function expectNoLapse(moments: readonly Moment[]): void {
  const refused = new Set<string>();
  for (const { verdicts, errors } of moments) {
    expect(errors).toEqual([]);
    for (const [request, verdict] of Object.entries(verdicts)) {
      if (verdict === 'denied') refused.add(request);
      expect({ request, verdict, wasRefused: refused.has(request) }).toEqual({ request, verdict: refused.has(request) ? 'denied' : verdict, wasRefused: refused.has(request) });
    }
  }
}

/** A namespace of the app whose waypoint is replaced, with policies at the waypoint and one that admits nothing else. */
function replaced(canary?: CanaryOptions, waypointName?: string) {
  return (app: App) => {
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    new ApiObject(new Chart(app, 'namespaces'), 'shop', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    const waypoint = new NamespaceWaypoint(shop, 'waypoint', { canary, waypointName, revision: waypointName && '1-31' });
    new WaypointAuthorization(shop, 'no-delete', { targets: [PolicyTarget.waypoint(waypoint)], action: PolicyAction.DENY, rules: [{ operations: [Operation.methods('DELETE')] }] });
    waypoint.enforceTraversal(ZtunnelTarget.namespace('shop'));
  };
}

/** The Gateways in an output. */
function gateways(files: Files): any[] {
  return STAGES.flatMap((stage) => manifestsIn(files, stage)).filter(({ kind }) => kind === 'Gateway');
}

describe.each([['Flux', FLUX], ['Argo CD', ARGO_CD]])('applied by %s', (_, deliverer) => {
  test('no step of a rollout names a waypoint that is not there, none takes one away, and no policy lapses', () => {
    const moments = new Cluster(deliverer, REQUESTS).roll(mesh({ cart: SERVING, shared: SERVING }));
    expect(moments).toMatchSnapshot();
    for (const { bindings } of moments) expect(Object.values(bindings)).not.toContain('WaypointIsNotReady');
    expectNoLapse(moments);
    expect(moments.at(-1)!.verdicts).toEqual({ 'GET cart': 'allowed', 'DELETE cart': 'denied', 'DELETE web': 'denied', 'DELETE own': 'denied' });
  });

  test('a drained waypoint is named by nobody, stays until it is removed, and no policy lapses on the way', () => {
    const cluster = new Cluster(deliverer, REQUESTS);
    const serving = cluster.roll(mesh({ cart: SERVING, shared: SERVING }));
    const draining = cluster.roll(mesh({ cart: DRAINING, shared: DRAINING }));
    const drained = cluster.look().bindings;
    expect(drained).toEqual({ 'shop/cart': 'waypoint', 'shop/web': 'waypoint', 'shop/own': 'waypoint', 'pay/cart': 'NotEnrolled', 'pay/web': 'NotEnrolled' });
    expect(gateways(written(deliverer.delivery, mesh({ cart: DRAINING, shared: DRAINING })))).toHaveLength(3);

    const removed = cluster.roll(mesh({}));
    expect(cluster.look().bindings).toEqual(drained);
    expectNoLapse([...serving, ...draining, ...removed]);
  });

  test('a policy that admits nothing but the waypoint goes with the last object of its stage, before the waypoint is drained', () => {
    const cluster = new Cluster(deliverer, { 'GET cart': REQUESTS['GET cart'] });
    const strict = (app: App) => new NamespaceWaypoint(new Chart(app, 'shop', { namespace: 'shop' }), 'waypoint').enforceTraversal(ZtunnelTarget.namespace('shop'));
    const drained = (app: App) => { new NamespaceWaypoint(new Chart(app, 'shop', { namespace: 'shop' }), 'waypoint', { lifecycle: DRAINING }); };
    const moments = [strict, mesh({}), drained].flatMap((commit) => cluster.roll(commit));
    expect(new Set(moments.map(({ verdicts }) => verdicts['GET cart']))).toEqual(new Set(['allowed']));
  });

  test('a waypoint that is removed at once lets traffic go around it: that is why it takes two commits', () => {
    const cluster = new Cluster(deliverer, REQUESTS);
    const serving = cluster.roll(mesh({ cart: SERVING }));
    expect(() => expectNoLapse([...serving, ...cluster.roll(mesh({}))])).toThrow();
  });

  test('a waypoint can be drained by opting its users out', () => {
    const cluster = new Cluster(deliverer);
    cluster.roll(mesh({ cart: DRAINING_BY_OPT_OUT, shared: DRAINING_BY_OPT_OUT }));
    expect(cluster.look().bindings).toMatchObject({ 'shop/cart': 'OptedOut', 'shop/web': 'waypoint', 'pay/cart': 'OptedOut' });
  });

  test('no step of a canary, forwards or backwards, refuses what got through, or lets a policy lapse', () => {
    const cluster = new Cluster(deliverer, { 'GET cart': REQUESTS['GET cart'], 'DELETE cart': REQUESTS['DELETE cart'], 'DELETE web': REQUESTS['DELETE web'] });
    const steps = [CanaryStep.deployed(), CanaryStep.weight(10), CanaryStep.weight(100), CanaryStep.promoted()].map((step) => replaced({ revision: '1-31', step }));
    const commits = [replaced(), ...steps, ...[...steps].reverse(), replaced(), ...steps, replaced(undefined, 'waypoint-canary')];
    const first = cluster.roll(commits[0]).at(-1)!;
    const seen = commits.map((commit) => {
      const moments = cluster.roll(commit);
      expectNoLapse([first, ...moments]);
      for (const { verdicts } of moments) expect(verdicts['GET cart']).toBe('allowed');
      return cluster.look().bindings['shop/cart'];
    });
    expect(seen).toMatchSnapshot();
  });
});

test('a policy that nothing but a drained waypoint enforces is an error', () => {
  expect(() => written(FLUX.delivery, (app) => {
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    const waypoint = new NamespaceWaypoint(shop, 'waypoint', { lifecycle: DRAINING });
    new WaypointAuthorization(shop, 'nothing', { targets: [PolicyTarget.waypoint(waypoint)], allowNothing: true });
  })).toThrow('[shop/nothing] is enforced by nothing but shop/waypoint, which drains: add the waypoint that takes over to "targets", or remove the policy and let that be applied, '
    + 'then drain the waypoint');
});
