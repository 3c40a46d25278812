import type { App } from 'cdk8s';
import { ApiObject, Chart } from 'cdk8s';
import type { Moment } from './cluster';
import { ARGO_CD, Cluster, FLUX, KUBECTL, service } from './cluster';
import { ALL_FAMILIES, canarySteps, FAMILIES, familyIn, HANDOVER, REMOVAL } from './families';
import { manifestsIn } from './flux';
import type { Files } from './step';
import { written } from './written';
import type { CanaryOptions } from '../../../src';
import {
  CanaryStep, CrossNamespaceWaypoint, EastWestGateway, NamespaceWaypoint, ObjectRef, Operation, PolicyAction, PolicyTarget, ServiceWaypoint, WaypointAuthorization,
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
      const waypoint = new ServiceWaypoint(shop, 'cart', { waypointName: 'cart-waypoint', services: [ObjectRef.service('cart')], lifecycle: cart });
      targets.push(PolicyTarget.waypoint(waypoint));
    }
    if (shared) new CrossNamespaceWaypoint(shop, 'shared', { waypointName: 'shared', consumers: [ObjectRef.namespace('pay')], lifecycle: shared });
    new WaypointAuthorization(shop, 'no-delete', { targets, action: PolicyAction.DENY, rules: [{ operations: [Operation.methods('DELETE')] }] });
    new ApiObject(shop, 'own', OWN);
  };
}

const { SERVING, DRAINING, DRAINING_BY_OPT_OUT } = WaypointLifecycle;

/** The route of a sandwich waypoint to a Service of the app is in a later stage than the Gateway, and so goes after it. */
const isPassing = (error: string) => error.startsWith('route-parent-not-found:');

/** Fails if a request that was refused gets through at a later moment, or if a moment has mistakes, but for those that pass. */
function expectNoLapse(moments: readonly Moment[]): void {
  const refused = new Set<string>();
  for (const { verdicts, errors } of moments) {
    expect(errors.filter((error) => !isPassing(error))).toEqual([]);
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
    expect(drained).toMatchObject({ 'shop/cart': 'waypoint', 'shop/web': 'waypoint', 'shop/own': 'waypoint', 'pay/cart': 'NotEnrolled', 'pay/web': 'NotEnrolled' });
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

describe.each([['Flux', FLUX], ['Argo CD', ARGO_CD], ['kubectl', KUBECTL]])('of each kind, applied by %s', (_, deliverer) => {
  const owned = Object.entries(ALL_FAMILIES).flatMap(([name, family]) => [
    { name, of: 'the app', family, more: [] },
    ...family.objects.length > 0 ? [{ name, of: 'others', family: { ...family, objects: [] }, more: family.objects }] : [],
  ]);

  test.each(owned)('$name for objects of $of gives way to another, drains and goes, and comes back, and no policy lapses', ({ name, family, more }) => {
    const cluster = new Cluster(deliverer, family.requests, more);
    const first = cluster.roll(familyIn(family, HANDOVER[0])).at(-1)!;
    expect(first.verdicts).toEqual({ good: 'allowed', bad: name in FAMILIES ? 'denied' : 'allowed' });
    const seen = [...HANDOVER, ...HANDOVER.slice(0, -1).reverse()].map((commit) => {
      const moments = cluster.roll(familyIn(family, commit));
      expectNoLapse([first, ...moments]);
      expect(new Set(moments.map(({ verdicts }) => verdicts.good))).toEqual(new Set(['allowed']));
      expect(cluster.look().errors).toEqual([]);
      return cluster.look().bindings[family.user];
    });
    expect(seen).toEqual(['old', 'old', 'next', 'next', 'next', 'old', 'old']);
  });

  test.each(Object.entries(ALL_FAMILIES))('%s for which nobody takes over is named by nobody once it drains, and then goes', (_name, family) => {
    const cluster = new Cluster(deliverer, family.requests);
    const [, ...moments] = REMOVAL.map((commit) => cluster.roll(familyIn(family, commit)));
    for (const { bindings, errors } of moments.flat()) {
      expect(errors.filter((error) => !isPassing(error))).toEqual([]);
      expect(bindings[family.user]).not.toBe('WaypointIsNotReady');
    }
    expect(moments.map((some) => some.at(-1)!.bindings[family.user] ?? 'gone')).not.toContain('old');
  });

  test.each(Object.entries(ALL_FAMILIES).filter(([name]) => name !== 'EgressWaypoint'))('%s can be drained by opting its users out', (_name, family) => {
    const cluster = new Cluster(deliverer);
    for (const lifecycle of [SERVING, DRAINING_BY_OPT_OUT]) cluster.roll(familyIn(family, { old: { waypointName: 'old', lifecycle, isLast: true } }));
    expect(cluster.look().bindings[family.user]).toBe('OptedOut');
  });

  test('an EastWestGateway goes at once, since no label names it', () => {
    const cluster = new Cluster(deliverer, REQUESTS);
    const network = (isThere: boolean) => (app: App) => {
      mesh({})(app);
      if (isThere) new EastWestGateway(new Chart(app, 'network'), 'east-west', { network: 'network-1' });
    };
    const before = cluster.roll(network(true)).at(-1)!;
    const after = cluster.roll(network(false));
    expectNoLapse([before, ...after]);
    expect(after.at(-1)).toEqual(before);
  });

  test('an EgressWaypoint refuses until nothing leads to it', () => {
    const { requests } = FAMILIES.EgressWaypoint;
    const cluster = new Cluster(deliverer, requests);
    const moments = REMOVAL.flatMap((commit) => cluster.roll(familyIn(FAMILIES.EgressWaypoint, commit)));
    const isDefined = ({ bindings }: Moment) => 'shop/own' in bindings;
    expect(new Set(moments.filter(isDefined).map(({ verdicts }) => verdicts.bad))).toEqual(new Set(['denied']));
    expect(isDefined(moments.at(-1)!)).toBe(false);
  });

  test.each(Object.entries(FAMILIES))('no step of a canary of %s, forwards or backwards, refuses what got through, or lets a policy lapse', (_name, family) => {
    const cluster = new Cluster(deliverer, family.requests);
    const steps = canarySteps(family);
    const first = cluster.roll(familyIn(family, steps[0])).at(-1)!;
    const roll = (commit: typeof steps[0]) => {
      const moments = cluster.roll(familyIn(family, commit));
      expectNoLapse([first, ...moments]);
      expect(new Set(moments.map(({ verdicts }) => verdicts.good))).toEqual(new Set(['allowed']));
      return cluster.look().bindings[family.user];
    };
    const forwards = steps.map(roll);
    const shares = family.isDivided ? [0, 10, 100].map((weight) => `old, next ${weight} %`) : [];
    expect(forwards).toEqual(['old', 'old', ...shares, 'next', 'next']);
    expect(steps.reverse().map(roll).reverse()).toEqual(forwards);
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
