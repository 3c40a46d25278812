import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { ApiObject, Chart, Testing } from 'cdk8s';
import { Fleet, FleetDelivery, WaypointValidation } from '../src';

const ROOT = path.join(__dirname, '..');

function misspelt(chart: Chart): void {
  new ApiObject(chart, 'ns', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': 'None' } } });
}

function report() {
  const violations: any[] = [];
  const statuses: string[] = [];
  return { violations, statuses, addViolation: (violation: any) => void violations.push(violation), submit: (status: string) => void statuses.push(status) };
}

async function validate(text: string, props = {}) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waypoint-'));
  const file = path.join(folder, 'a.yaml');
  fs.writeFileSync(file, text);
  const filled = report();
  await new WaypointValidation(props).validate({ manifests: [file], report: filled });
  fs.rmSync(folder, { recursive: true });
  return { ...filled, file };
}

const MISTAKE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: cart\n  namespace: shop\n  labels: { istio.io/use-waypoint: None }\nspec: { ports: [{ name: http, port: 80 }] }\n';

test('a mistake fails the validation, and names object, field and line', async () => {
  const { violations, statuses, file } = await validate(MISTAKE);
  expect(statuses).toEqual(['failure']);
  expect(violations).toMatchObject([{ ruleName: 'invalid-waypoint-name', violatingResources: [{ resourceName: 'cart', manifestPath: file }] }]);
  expect(violations[0].violatingResources[0].locations).toEqual([`Service shop/cart metadata.labels['istio.io/use-waypoint'] (${file}:6:13)`]);
});

test('what is suppressed is not reported', async () => {
  const { violations, statuses } = await validate(MISTAKE, { suppress: ['invalid-waypoint-name=Service/shop/*: known'] });
  expect({ violations, statuses }).toEqual({ violations: [], statuses: ['success'] });
});

test('each cluster of a fleet is read by itself', async () => {
  const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'waypoint-'));
  const fleet = new Fleet({ clusters: ['dev', 'prod'], outdir, delivery: FleetDelivery.argoCd({ repositoryUrl: 'https://git.example.com/mesh.git', path: 'dist' }) });
  for (const cluster of fleet.clusterNames) {
    const app = fleet.newApp(cluster);
    misspelt(new Chart(app, 'shop'));
    app.synth();
  }
  fleet.finish();
  const manifests = fs.readdirSync(outdir, { recursive: true }).map(String).filter((file) => file.endsWith('.yaml')).map((file) => path.join(outdir, file));
  const filled = report();
  await new WaypointValidation().validate({ manifests, report: filled });
  fs.rmSync(outdir, { recursive: true });
  expect(filled.violations.map(({ ruleName, violatingResources }) => `${ruleName} ${path.relative(outdir, violatingResources[0].manifestPath)}`).sort())
    .toEqual(['dev', 'prod'].map((cluster) => `invalid-waypoint-name clusters/${cluster}/waypoints/shop.k8s.yaml`));
});

test('a property that can\'t be read is refused', () => {
  expect(() => new WaypointValidation({ failOn: 'fatal' })).toThrow('failOn "fatal": expected error, warning, info');
  expect(() => new WaypointValidation({ suppress: ['all'] })).toThrow('suppress "all": expected RULE=KIND/NAMESPACE/NAME');
});

test('an app can fail at synth', () => {
  const app = Testing.app();
  misspelt(new Chart(app, 'shop'));
  WaypointValidation.addTo(app);
  expect(() => app.synth()).toThrow('[shop/ns] Namespace shop metadata.labels[\'istio.io/use-waypoint\']: "None" is not "none"');
});

const hasBuild = fs.existsSync(path.join(ROOT, 'lib/src/plugin.js'));

/** A program as users write it. */
const PROGRAM = `
const { ApiObject, App, Chart } = require(${JSON.stringify(path.join(ROOT, 'node_modules/cdk8s'))});
const app = new App();
const shop = new Chart(app, 'shop', { namespace: 'shop' });
new ApiObject(shop, 'cart', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart', labels: { 'istio.io/use-waypoint': 'None' } }, spec: { ports: [{ name: 'http', port: 80 }] } });
app.synth();
`;

(hasBuild ? test : test.skip)('cdk8s synth runs it, names the construct, and fails', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waypoint-synth-'));
  try {
    fs.writeFileSync(path.join(folder, 'app.js'), PROGRAM);
    fs.writeFileSync(path.join(folder, 'cdk8s.yaml'), `language: typescript\napp: node app.js\nvalidations:\n  - package: ${ROOT}/lib/src/index.js\n    class: WaypointValidation\n    version: 0.0.0\n    properties: { istioVersion: "1.31" }\n`);
    const result = spawnSync(process.execPath, [path.join(ROOT, 'node_modules/cdk8s-cli/bin/cdk8s'), 'synth', '--check-upgrade=false'], { cwd: folder, encoding: 'utf8' });
    const output = result.stdout + result.stderr;
    expect(output).toContain('invalid-waypoint-name');
    expect(output).toContain('Construct Path: shop/cart');
    expect(output).toMatch(/Service shop\/cart metadata\.labels\['istio\.io\/use-waypoint'\] \(.*shop\.k8s\.yaml:\d+:\d+\)/);
    expect(result.status).toBe(2);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}, 60_000);
