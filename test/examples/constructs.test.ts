import * as fs from 'node:fs';
import * as path from 'node:path';
import type { App } from 'cdk8s';
import { Chart, Testing } from 'cdk8s';
import * as waypoints from '../../src';
import { Mesh, Waypoint } from '../../src';
import { lint } from '../../src/lint/lint';
import { loadValues } from '../../src/mesh/load';
import type { ObjectRef } from '../../src/mesh/object-ref';
import { expectAccepted } from '../constructs/synth';
import { expectGolden } from '../golden';

const EXAMPLES = path.join(__dirname, '../../examples/constructs');

/** What users don't declare in a chart: the common part of others, what exists elsewhere, and the App itself. */
const NOT_DECLARED = ['Route', 'Waypoint', 'WaypointApp'];

const names = fs.readdirSync(EXAMPLES).filter((file) => file.endsWith('.ts')).map((file) => path.basename(file, '.ts'));

function synthesize(name: string): App {
  const app = Testing.app();
  const example: { declare(chart: Chart): void } = jest.requireActual(path.join(EXAMPLES, name));
  example.declare(new Chart(app, name, { namespace: 'shop' }));
  return app;
}

/** The Gateways of waypoints that are declared elsewhere. */
function elsewhere(app: App): ObjectRef[] {
  return app.node.findAll().filter((construct): construct is Waypoint => construct instanceof Waypoint && !construct.node.tryFindChild('Resource'))
    .map(({ waypointName, waypointNamespace }) => ({ group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: waypointNamespace, name: waypointName }));
}

test('every construct has an example', () => {
  const constructs = Object.entries(waypoints)
    .filter(([name, value]) => typeof value === 'function' && 'isConstruct' in value && !NOT_DECLARED.includes(name))
    .map(([name]) => name.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase());
  expect(names).toEqual(expect.arrayContaining(constructs));
});

describe.each(names)('the example of %s', (name) => {
  const app = synthesize(name);
  const yaml = app.synthYaml();
  const manifests = app.charts.flatMap((chart) => chart.toJson());

  test('makes what is beside it', () => expectGolden(path.join(EXAMPLES, 'expected', `${name}.yaml`), yaml));

  test('is accepted by an API server, and read back as declared', () => expectAccepted(app));

  test('is clean under all rules', () => {
    const { mesh } = loadValues(manifests, { assumed: elsewhere(app) });
    expect(lint(mesh).findings.map(({ rule, message }) => `${rule.id}: ${message}`)).toEqual([]);
  });

  const access = path.join(EXAMPLES, `${name}.access.yaml`);
  (fs.existsSync(access) ? test : test.skip)('lets in whom its access tests say', () => {
    expect(Mesh.fromApp(app).test([access]).failures).toEqual([]);
  });
});
