import type { App } from 'cdk8s';
import { Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { ARGO_CD, FLUX, KUBECTL } from './cluster';
import { outcomeOf } from './move';
import { EGRESS_REQUESTS, MOVES } from './moves';
import { AMBIENT_NAMESPACES, declareCommit, RANDOM_REQUESTS, randomCommit } from './random-commit';
import { refusalOf, refusalOverGit } from './written';
import { Delivery, NamespaceWaypoint, ObjectOwner, OwnerSide, PolicyTarget, WaypointAuthorization, WaypointLifecycle } from '../../../src';
import { DeliveryTool } from '../../../src/constructs/delivery/ownership-matrix';
import { OutputChange } from '../../../src/constructs/delivery/rollout/output-change';
import { Stage } from '../../../src/constructs/delivery/stage';

const { FLUX_KUSTOMIZATION, FLUX_HELM_RELEASE, ARGO_CD: ARGO_CD_OWNER } = ObjectOwner;
const { COMPONENT, POST_RENDERERS, MANAGED_NAMESPACE_METADATA } = OwnerSide;
const asked = { requests: { ...RANDOM_REQUESTS, ...EGRESS_REQUESTS }, more: AMBIENT_NAMESPACES };
const inShop = (declare: (shop: Chart) => void) => (app: App) => declare(new Chart(app, 'shop', { namespace: 'shop' }));

/** Said of a waypoint that labels go on naming, whether or not policies lapse: more than policies would go with it. */
const IS_NAMED = / (is gone|does not admit namespace "\w+"), but (labels of the last output|a label on \S+ \S+ may still) name it/;

describe.each([['Flux', FLUX], ['Argo CD', ARGO_CD], ['kubectl', KUBECTL]])('applied by %s', (tool, deliverer) => {
  const play = (...[before, after]: readonly ((shop: Chart) => void)[]) => outcomeOf(deliverer, { before: inShop(before), after: inShop(after), ...asked });

  test.each(Object.entries(MOVES))('%s', (_, { before, between = [], after, isSafeBy = [] }) => {
    const isSafe = between.length === 0 || isSafeBy.includes(tool);
    const { refusal, lapses } = play(before, after);
    expect({ isRefused: refusal !== undefined, hasLapses: lapses.length > 0 }).toEqual({ isRefused: !isSafe, hasLapses: !isSafe });
    if (!isSafe) expect(refusal).toMatchSnapshot();
    const commits = isSafe ? [before, after] : [before, ...between, after];
    for (const [index, commit] of commits.slice(1).entries()) expect(play(commits[index], commit)).toEqual({ refusal: undefined, lapses: [], gaps: [] });
  });

  test('of any two commits one is taken over the other unless that lets requests through that both refuse', () => {
    fc.assert(fc.property(randomCommit, randomCommit, fc.boolean(), (one, other, ownsNamespace) => {
      const [before, after] = [one, other].map((commit) => declareCommit(commit, ownsNamespace));
      const { refusal, lapses } = outcomeOf(deliverer, { before, after, ...asked });
      if (refusal === undefined) expect(lapses).toEqual([]);
      else if (!IS_NAMED.test(refusal)) expect({ refusal, lapses }).not.toEqual({ refusal, lapses: [] });
    }), { seed: 8, numRuns: 40 });
  });
});

describe.each([
  ['a Component', FLUX_KUSTOMIZATION, COMPONENT],
  ['post renderers', FLUX_HELM_RELEASE, POST_RENDERERS],
  ['metadata of a managed namespace', ARGO_CD_OWNER, MANAGED_NAMESPACE_METADATA],
])('where owners take labels from %s, nobody knows when', (_, owner, instead) => {
  const delivery = Delivery.kubectl({ owners: [{ owner, instead }] });
  const commit = (...waypoints: { readonly name: string; readonly lifecycle?: WaypointLifecycle; readonly isGuarded?: boolean }[]) => inShop((shop) => {
    const declared = waypoints.map(({ name, ...props }) => ({ ...props, waypoint: new NamespaceWaypoint(shop, name, { waypointName: name, ...props }) }));
    const targets = declared.filter(({ isGuarded = true }) => isGuarded).map(({ waypoint }) => PolicyTarget.waypoint(waypoint));
    new WaypointAuthorization(shop, 'nothing', { targets, allowNothing: true });
  });
  const [one, two, lifecycle] = [{ name: 'one' }, { name: 'two' }, WaypointLifecycle.DRAINING];

  test.each([
    ['a waypoint that is not there yet', commit(one), commit({ ...one, lifecycle }, two), 'once "owner-patches" is applied', 'first waypoint shop/two with its policies'],
    ['a waypoint without its policies', commit(one, { ...two, lifecycle, isGuarded: false }), commit({ ...one, lifecycle }, two), 'once "owner-patches" is applied', 'first waypoint shop/two'],
    ['one whose policies go', commit(one, { ...two, lifecycle }), commit({ ...one, lifecycle, isGuarded: false }, two), 'once "waypoints" is applied', 'first let them use shop/two'],
  ])('no label may name %s', (__, before, after, when, wayOut) => {
    expect(refusalOf(delivery, before, after)).toContain(when);
    expect(refusalOf(delivery, before, after)).toContain(wayOut);
  });

  test('another waypoint takes over in three commits', () => {
    const commits = [commit(one), commit(one, { ...two, lifecycle }), commit({ ...one, lifecycle }, two), commit(two)];
    for (const [index, after] of commits.slice(1).entries()) expect(refusalOf(delivery, commits[index], after)).toBeUndefined();
  });
});

test.each(Object.entries(MOVES))('the last output may be in Git alone: %s', (_, { before, after }) => {
  const [one, other] = [inShop(before), inShop(after)];
  expect(refusalOverGit(FLUX.delivery, one, other)).toBe(refusalOf(FLUX.delivery, one, other));
});

test('a file of the last output that somebody has broken by hand counts as one that says nothing', () => {
  const change = new OutputChange(DeliveryTool.FLUX);
  for (const text of ['{', 'a text', '- 1', 'kind: Gateway', 'null']) {
    change.noteFile(Stage.WAYPOINTS, [], { text: '', replaced: text });
    change.noteGone('owner-patches/helm/kustomization.yaml', text);
  }
  expect(() => change.check()).not.toThrow();
});

test('one that somebody has changed to other types cannot be compared', () => {
  const change = new OutputChange(DeliveryTool.FLUX);
  const [gateway, policy] = ['Gateway', 'AuthorizationPolicy'].map((kind) => ({
    apiVersion: kind === 'Gateway' ? 'gateway.networking.k8s.io/v1' : 'security.istio.io/v1', kind, metadata: { name: 'waypoint', namespace: 'shop' },
  }));
  change.noteFile(Stage.WAYPOINTS, [gateway, { ...policy, spec: { targetRefs: 3 } }], { text: 'new', replaced: 'kind: Gateway' });
  change.noteGone('waypoints/policy.yaml', JSON.stringify({ ...policy, spec: { targetRefs: 3 } }));
  expect(() => change.check()).toThrow(/the last output cannot be compared with this one \(.*\): put it back as it was written, or remove it/);
});
