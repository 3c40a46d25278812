import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { App } from 'cdk8s';
import { ApiObject, Chart } from 'cdk8s';
import { filesBelow } from './written';
import type { NamespaceWaypointProps } from '../../../src';
import { CanaryStep, Delivery, Enrollment, NamespaceWaypoint, ObjectOwner, ObjectRef, Waypoint, WaypointApp, WaypointLifecycle, ZtunnelTarget } from '../../../src';
import { endRun } from '../app/end-run';

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

test('one step back from draining gives what was there before', () => {
  commit((chart) => new NamespaceWaypoint(chart, 'waypoint'));
  const before = filesBelow(outdir);
  commit((chart) => new NamespaceWaypoint(chart, 'waypoint', { lifecycle: WaypointLifecycle.DRAINING }));
  const drained = filesBelow(outdir);
  expect(Object.keys(drained).filter((file) => drained[file] !== before[file])).toEqual(['enrollment/shop.k8s.yaml']);
  commit((chart) => new NamespaceWaypoint(chart, 'waypoint'));
  expect(filesBelow(outdir)).toEqual(before);
});

test('one step back from any step of a canary gives what was there before, to the byte', () => {
  const steps = [undefined, CanaryStep.deployed(), CanaryStep.weight(10), CanaryStep.weight(100), CanaryStep.promoted()];
  const apply = (step: CanaryStep | undefined) => {
    commit((chart) => {
      new ApiObject(new Chart(chart.node.root, 'namespaces'), 'shop', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
      new NamespaceWaypoint(chart, 'waypoint', { canary: step && { revision: '1-31', step } });
    });
    return filesBelow(outdir);
  };
  const forwards = steps.map(apply);
  expect(new Set(forwards.map((files) => JSON.stringify(files))).size).toBe(steps.length);
  const backwards = [...steps].reverse().map(apply);
  expect(backwards.reverse()).toEqual(forwards);
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
