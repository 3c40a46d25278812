import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ApiObject, Chart } from 'cdk8s';
import { AllowedNamespaces, CrossNamespaceWaypoint, Delivery, Enrollment, IstioWaypoint, ObjectOwner, ObjectRef, WaypointApp, WaypointLifecycle } from '../../../src';
import { RECORD } from '../../../src/constructs/app/file-record';
import { endRun } from '../app/end-run';

let outdir: string;
beforeEach(() => { outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-waypoint-')); });
afterEach(() => fs.rmSync(outdir, { recursive: true }));

/** What a commit has of a waypoint and a Service that is not of the app. */
type Part = 'waypoint' | 'draining' | 'enrolled' | 'opted out' | 'own';

function commit(...parts: Part[]): void {
  const app = new WaypointApp({ outdir, delivery: Delivery.kubectl({ owners: [{ owner: ObjectOwner.UNMANAGED }] }) });
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const lifecycle = parts.includes('draining') ? WaypointLifecycle.DRAINING : undefined;
  const waypoint = parts.includes('waypoint') ? new IstioWaypoint(chart, 'waypoint', { lifecycle }) : undefined;
  const objects = [ObjectRef.service('cart')];
  if (parts.includes('own')) new ApiObject(chart, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart' }, spec: { ports: [{ port: 80 }] } });
  if (parts.includes('enrolled')) new Enrollment(chart, 'cart', { objects, waypoint });
  if (parts.includes('opted out')) new Enrollment(chart, 'cart', { objects, optOut: true });
  app.synth();
  endRun(outdir);
}

const COMPLAINT = 'waypoint shop/waypoint is gone, but a label on Service shop/cart may still name it, since no label goes with its label patch: '
  + 'leave the waypoint as it was and put the Enrollment of the object back, with "optOut: true", and, once that is applied, go on';

test('a waypoint is not removed after a label patch that was removed with its label', () => {
  commit('waypoint', 'enrolled');
  commit('waypoint');
  commit('waypoint', 'draining');
  expect(() => commit()).toThrow(COMPLAINT);
  expect(() => commit('opted out')).toThrow(COMPLAINT);

  commit('waypoint', 'opted out');
  expect(() => commit()).not.toThrow();
});

test('it is where somebody says that the label or the object is gone', () => {
  commit('waypoint', 'enrolled');
  commit('waypoint');
  const record = path.join(outdir, RECORD);
  fs.writeFileSync(record, fs.readFileSync(record, 'utf8').replace('# in use: shop/waypoint by Service shop/cart\n', ''));
  expect(() => commit()).not.toThrow();
});

test.each<[string, Part[]]>([
  ['the object is one of the app now', ['waypoint', 'own']],
  ['the label patch was drained', ['waypoint', 'enrolled', 'draining']],
])('it is where %s', (_, parts) => {
  commit('waypoint', 'enrolled');
  commit(...parts);
  expect(() => commit()).not.toThrow();
});

test('what is recorded does not grow', () => {
  commit('waypoint', 'enrolled');
  const record = fs.readFileSync(path.join(outdir, RECORD), 'utf8');
  commit('waypoint');
  commit('waypoint', 'enrolled');
  expect(fs.readFileSync(path.join(outdir, RECORD), 'utf8')).toBe(record);
});

describe('a namespace that is no consumer of a shared waypoint any more', () => {
  /** @param consumers Namespaces that use it */
  function share(consumers: string[], allowedNamespaces?: AllowedNamespaces, optedOut?: string): void {
    const app = new WaypointApp({ outdir, delivery: Delivery.kubectl({ owners: [{ owner: ObjectOwner.UNMANAGED }] }) });
    const chart = new Chart(app, 'infra', { namespace: 'infra' });
    new CrossNamespaceWaypoint(chart, 'waypoint', { consumers: consumers.map((name) => ObjectRef.namespace(name)), allowedNamespaces });
    if (optedOut) new Enrollment(chart, 'opted-out', { objects: [ObjectRef.namespace(optedOut)], optOut: true });
    app.synth();
    endRun(outdir);
  }

  test('has to be opted out before the waypoint does not admit it', () => {
    share(['shop', 'pay']);
    expect(() => share(['shop'])).toThrow('waypoint infra/waypoint does not admit namespace "pay", but a label on Namespace pay may still name it');
    share(['shop'], AllowedNamespaces.named('shop', 'pay'), 'pay');
    expect(() => share(['shop'])).not.toThrow();
  });

  test.each([['by labels', AllowedNamespaces.labelled({ mesh: 'yes' })], ['every one', AllowedNamespaces.all()]])('may go where the waypoint may still admit it: %s', (_, allowed) => {
    share(['shop', 'pay'], allowed);
    expect(() => share(['shop'], allowed)).not.toThrow();
  });
});
