import * as fs from 'node:fs';
import * as path from 'node:path';
import { elsewhere, EXAMPLES, names, synthesize } from './example';
import * as waypoints from '../../src';
import { Mesh } from '../../src';
import { lint } from '../../src/lint/lint';
import { loadValues } from '../../src/mesh/load';
import { expectAccepted } from '../constructs/synth';
import { expectGolden } from '../golden';

/** What users don't declare in a chart: the common part of others, what exists elsewhere, and the App itself. */
const NOT_DECLARED = ['Route', 'Waypoint', 'WaypointApp'];

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
