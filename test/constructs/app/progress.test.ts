import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ApiObject, Chart, YamlOutputType } from 'cdk8s';
import { Fleet, WaypointApp } from '../../../src';

const isTTY = process.stderr.isTTY;
let outdir: string;
let now: number;
let told: string[];

/** Makes each look at the clock 2.5 seconds later than the last one. */
beforeEach(() => {
  outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-waypoint-'));
  now = 0;
  told = [];
  jest.spyOn(Date, 'now').mockImplementation(() => now += 2_500);
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
  process.stderr.isTTY = true;
});
afterEach(() => {
  jest.restoreAllMocks();
  process.stderr.isTTY = isTTY;
  fs.rmSync(outdir, { recursive: true });
});

function app(yamlOutputType: YamlOutputType): WaypointApp {
  const made = new WaypointApp({ outdir, yamlOutputType });
  for (const id of ['a', 'b', 'c', 'd']) new ApiObject(new Chart(made, id, { namespace: id }), 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id } });
  return made;
}

test.each(Object.values(YamlOutputType).filter((type) => typeof type === 'string'))('an app of many charts tells a terminal how far it is: %s', (type) => {
  app(YamlOutputType[type as keyof typeof YamlOutputType]).synth();
  expect(told).toEqual(['chart 2 of 4: b\n', 'chart 4 of 4: d\n']);
});

test('a fleet tells it by cluster', () => {
  const fleet = new Fleet({ clusters: ['east', 'north', 'west'], outdir });
  for (const cluster of fleet.clusterNames) fleet.newApp(cluster);
  expect(told).toEqual(['cluster 2 of 3: north\n']);
});

test('nothing is told where nobody watches, or of a short run', () => {
  process.stderr.isTTY = false;
  app(YamlOutputType.FILE_PER_CHART).synth();
  process.stderr.isTTY = true;
  jest.spyOn(Date, 'now').mockReturnValue(0);
  app(YamlOutputType.FILE_PER_CHART).synth();
  expect(told).toEqual([]);
});
