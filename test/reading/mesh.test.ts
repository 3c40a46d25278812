import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { BindingReason, GatewayStatus, Mesh, TrafficPath } from '../../src';

function addWaypoint(chart: Chart, labels?: Record<string, string>): void {
  new ApiObject(chart, 'waypoint', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: 'waypoint', labels },
    spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: 15008, protocol: 'HBONE' }] },
  });
}

function addService(chart: Chart, name: string, labels: Record<string, string> = {}): ApiObject {
  return new ApiObject(chart, name, { apiVersion: 'v1', kind: 'Service', metadata: { name, labels } });
}

test('an object of a chart is asked for by its construct', () => {
  const chart = new Chart(Testing.app(), 'shop', { namespace: 'shop' });
  addWaypoint(chart);
  const cart = addService(chart, 'cart', { 'istio.io/use-waypoint': 'waypoint', 'istio.io/ingress-use-waypoint': 'true' });
  expect(Mesh.fromChart(chart).bindingOf(cart)).toEqual({
    subject: 'Service shop/cart',
    addressedAs: 'service',
    waypoint: 'shop/waypoint',
    reason: BindingReason.ACCEPTED,
    message: 'Successfully attached to waypoint shop/waypoint. Ingress traffic will traverse the waypoint',
    path: TrafficPath.TO_WAYPOINT,
    enrolledBy: 'Service shop/cart',
    ingressUseWaypoint: true,
    isHeadless: false,
  });
});

test('an app is read with all its charts', () => {
  const app = new App({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'mesh-')) });
  addWaypoint(new Chart(app, 'infra', { namespace: 'shop' }));
  const cart = addService(new Chart(app, 'shop', { namespace: 'shop' }), 'cart', { 'istio.io/use-waypoint': 'waypoint' });
  expect(Mesh.fromApp(app).bindingOf(cart).waypoint).toBe('shop/waypoint');
  expect(Mesh.fromChart(cart.chart).bindingOf(cart).reason).toBe(BindingReason.NOT_READY);
});

test('a chart without namespace lives in the namespace default', () => {
  const chart = Testing.chart();
  addWaypoint(chart);
  const cart = addService(chart, 'cart', { 'istio.io/use-waypoint': 'waypoint' });
  expect(Mesh.fromChart(chart).bindingOf(cart).waypoint).toBe('default/waypoint');
});

test('the canary is told with its weight', () => {
  const chart = Testing.chart();
  addWaypoint(chart);
  const cart = new ApiObject(chart, 'cart', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'cart',
      labels: { 'istio.io/use-waypoint': 'waypoint', 'istio.io/use-waypoint-canary': 'next' },
      annotations: { 'istio.io/use-waypoint-canary-weight': '10' },
    },
  });
  expect(Mesh.fromChart(chart).bindingOf(cart)).toMatchObject({ canary: 'default/next', canaryWeight: undefined });
  const options = { assumed: ['Gateway/default/next'], istioVersion: '1.31.2' };
  expect(Mesh.fromChart(chart, options).bindingOf(cart)).toMatchObject({ canary: 'default/next', canaryWeight: 10 });
});

test('what an object is not found by is said', () => {
  const chart = Testing.chart();
  addWaypoint(chart);
  const elsewhere = addService(Testing.chart(), 'elsewhere');
  const mesh = Mesh.fromChart(chart);
  expect(() => mesh.bindingOf(elsewhere)).toThrow('Service default/elsewhere is not in this mesh');
  expect(() => mesh.bindingOf(chart.node.findChild('waypoint'))).toThrow("Gateway default/waypoint can't be served by a waypoint");
});

test('wrong options are refused', () => {
  expect(() => Mesh.fromFiles([], { istioVersion: '1.9' })).toThrow('istioVersion "1.9" is not known, expected one of 1.24,');
  expect(() => Mesh.fromFiles([], { assumed: ['Gateway'] })).toThrow('assumed "Gateway" is not of the form KIND/NAMESPACE/NAME');
});

test('files are read, and what could not be is among the problems', () => {
  const folder = path.join(__dirname, '../mesh/files/broken');
  const mesh = Mesh.fromFiles([folder], { gatewayStatus: GatewayStatus.OBSERVED });
  expect(mesh.problems).toContain(`${folder}/syntax.yaml:3:10: not YAML: bad indentation of a mapping entry`);
  expect(mesh.bindings().map(({ subject }) => subject)).toContain('Service shop/good');
});
