import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { App } from 'cdk8s';
import { ApiObject, Chart } from 'cdk8s';
import { ALL_FAMILIES, canarySteps, declareFamily, FAMILIES, HANDOVER, REMOVAL } from './families';
import { manifestsIn } from './flux';
import { filesBelow } from './written';
import type { NamespaceWaypointProps } from '../../../src';
import { CanaryStep, Delivery, Enrollment, NamespaceWaypoint, ObjectOwner, ObjectRef, Waypoint, WaypointApp, WaypointDisruptionBudget, WaypointLifecycle, ZtunnelTarget } from '../../../src';
import { STAGES } from '../../../src/constructs/delivery/stage';
import { endRun } from '../app/end-run';
import { commitAll } from '../app/git';
import { changes } from '../changes';
import type { Manifest } from '../synth';

let outdir: string;
beforeEach(() => { outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-waypoint-')); });
afterEach(() => fs.rmSync(outdir, { recursive: true }));

function commit(declare: (chart: Chart) => void): void {
  const app: App = new WaypointApp({ outdir, delivery: Delivery.kubectl({ owners: [{ owner: ObjectOwner.UNMANAGED }] }) });
  declare(new Chart(app, 'shop', { namespace: 'shop' }));
  app.synth();
  endRun(outdir);
}

test('a waypoint that labels of the last output name cannot be removed in one commit', () => {
  commit((chart) => new NamespaceWaypoint(chart, 'waypoint'));
  const before = filesBelow(outdir);
  expect(() => commit(() => undefined)).toThrow('waypoint shop/waypoint is gone, but labels of the last output name it: remove it in two commits, '
    + 'first with "lifecycle: WaypointLifecycle.DRAINING", and, once that is applied, the waypoint');
  expect(filesBelow(outdir)).toEqual(before);

  commit((chart) => new NamespaceWaypoint(chart, 'waypoint', { lifecycle: WaypointLifecycle.DRAINING }));
  expect(() => commit(() => undefined)).not.toThrow();
});

test('the last commit of Git tells which waypoints labels name where the folder was emptied, as cdk8s synth does', () => {
  const root = outdir;
  outdir = path.join(root, 'dist');
  try {
    commit((chart) => new NamespaceWaypoint(chart, 'waypoint'));
    commitAll(root);
    fs.rmSync(outdir, { recursive: true });
    expect(() => commit(() => undefined)).toThrow('waypoint shop/waypoint is gone, but labels of the last output name it: remove it in two commits');
    expect(fs.existsSync(outdir)).toBe(false);

    commit((chart) => new NamespaceWaypoint(chart, 'waypoint', { lifecycle: WaypointLifecycle.DRAINING }));
    commitAll(root);
    fs.rmSync(outdir, { recursive: true });
    expect(() => commit(() => undefined)).not.toThrow();
  } finally {
    outdir = root;
  }
});

test('one step back from draining gives what was there before', () => {
  commit((chart) => new NamespaceWaypoint(chart, 'waypoint'));
  const before = filesBelow(outdir);
  commit((chart) => new NamespaceWaypoint(chart, 'waypoint', { lifecycle: WaypointLifecycle.DRAINING }));
  const drained = filesBelow(outdir);
  expect(Object.keys(drained).filter((file) => drained[file] !== before[file])).toEqual(['enrollment/shop.k8s.yaml']);
  commit((chart) => new NamespaceWaypoint(chart, 'waypoint'));
  expect(filesBelow(outdir)).toEqual(before);
});

/** Applies commits one after the other, and then backwards, and gives the output of each; it is the same on the way back. */
function thereAndBack(commits: readonly ((chart: Chart) => void)[]): Record<string, string>[] {
  const apply = (declare: (chart: Chart) => void) => {
    commit(declare);
    return filesBelow(outdir);
  };
  const forwards = commits.map(apply);
  expect([...commits].reverse().map(apply).reverse()).toEqual(forwards);
  return forwards;
}

/** What is in an output. */
function manifestsOf(files: Record<string, string>): Manifest[] {
  return STAGES.flatMap((stage) => manifestsIn(files, stage));
}

describe.each(Object.entries(ALL_FAMILIES))('%s', (_, family) => {
  test('cannot be removed in one commit, and can in two', () => {
    const [serving, draining, gone] = REMOVAL.map((waypoints) => declareFamily(family, waypoints));
    commit(serving);
    const before = filesBelow(outdir);
    expect(() => commit(gone)).toThrow('waypoint shop/old is gone, but labels of the last output name it: remove it in two commits');
    expect(filesBelow(outdir)).toEqual(before);
    commit(draining);
    expect(() => commit(gone)).not.toThrow();
  });

  test('is not taken out of the app while something of it refers to it', () => {
    expect(() => commit((chart) => {
      new WaypointDisruptionBudget(chart, 'budget', { waypoint: family.waypoint(chart, 'old', { waypointName: 'old' }), maxUnavailable: 1 });
      chart.node.tryRemoveChild('old');
    })).toThrow('[shop/budget] uses waypoint shop/old, which was removed from the app: remove it in two commits, first with "lifecycle: WaypointLifecycle.DRAINING"');
  });

  test('gives way to another by what its users are told alone, and one step back gives what was there before, to the byte', () => {
    const [, before, after] = thereAndBack(HANDOVER.map((waypoints) => declareFamily(family, waypoints))).map(manifestsOf);
    expect(changes(before, after)).toEqual([expect.stringMatching(/^(Namespace|Service|ServiceEntry|Pod) \S+ metadata\.labels\.istio\.io\/use-waypoint: "old" -> "next"$/)]);
  });
});

test.each(Object.entries(FAMILIES))('one step back from any step of a canary of %s gives what was there before, to the byte', (_, family) => {
  const outputs = thereAndBack(canarySteps(family).map((waypoints) => declareFamily(family, waypoints)));
  expect(new Set(outputs.map((files) => JSON.stringify(files))).size).toBe(outputs.length);
});

test('the first waypoint cannot be removed while labels name it, and can once the second is promoted', () => {
  const owned = (props: NamespaceWaypointProps) => commit((chart) => {
    new ApiObject(new Chart(chart.node.root, 'namespaces'), 'shop', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    new NamespaceWaypoint(chart, 'waypoint', props);
  });
  owned({ canary: { step: CanaryStep.weight(100) } });
  expect(() => owned({ waypointName: 'waypoint-canary' })).toThrow('waypoint shop/waypoint is gone, but labels of the last output name it');
  owned({ canary: { step: CanaryStep.promoted() } });
  expect(() => owned({})).toThrow('waypoint shop/waypoint-canary is gone, but labels of the last output name it');
  expect(() => owned({ waypointName: 'waypoint-canary' })).not.toThrow();
});

test('a waypoint that others must pass cannot be drained yet', () => {
  expect(() => commit((chart) => new NamespaceWaypoint(chart, 'waypoint', { lifecycle: WaypointLifecycle.DRAINING })
    .enforceTraversal(ZtunnelTarget.namespace('shop')))).toThrow('[shop/waypoint] drains, but enforceTraversal() would go on refusing what does not come from it: remove the call');
});

describe('a waypoint that drains is an error as long as a label names it', () => {
  const labels = { 'istio.io/use-waypoint': 'waypoint' };
  test.each<[string, (chart: Chart) => unknown, string]>([
    ['by hand on an object of the app', (chart) => new ApiObject(chart, 'cart', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart', labels } }), 'shop/cart'],
    ['by hand on a pod template', (chart) => new ApiObject(chart, 'cart', {
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'cart' }, spec: { template: { metadata: { labels } } },
    }), 'shop/cart'],
    ['by hand in another namespace', (chart) => new ApiObject(new Chart(chart.node.root, 'pay', { namespace: 'pay' }), 'cart', {
      apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart', labels: { ...labels, 'istio.io/use-waypoint-namespace': 'shop' } },
    }), 'pay/cart'],
    ['as one that exists elsewhere', (chart) => new Enrollment(chart, 'cart', {
      objects: [ObjectRef.service('cart')], waypoint: Waypoint.fromWaypointAttributes(chart, 'elsewhere', { waypointName: 'waypoint', namespace: 'shop' }),
    }), 'shop/cart/labels-service-shop-cart'],
  ])('%s', (_, declare, place) => {
    expect(() => commit((chart) => {
      new NamespaceWaypoint(chart, 'waypoint', { lifecycle: WaypointLifecycle.DRAINING });
      declare(chart);
    })).toThrow(`[shop/waypoint] drains, but a label of "${place}" goes on naming shop/waypoint: remove the label there`);
  });

  test('but not by the name of a waypoint of another namespace', () => {
    expect(() => commit((chart) => {
      new NamespaceWaypoint(chart, 'waypoint', { lifecycle: WaypointLifecycle.DRAINING });
      new ApiObject(new Chart(chart.node.root, 'pay', { namespace: 'pay' }), 'cart', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart', labels } });
    })).not.toThrow();
  });
});
