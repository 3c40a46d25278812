import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { AppProps } from 'cdk8s';
import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import type { RandomTree } from './random-tree';
import { build, randomTree, Shouting } from './random-tree';
import { CrossNamespaceWaypoint, NamespaceWaypoint, ObjectRef, Scaling, WaypointApp } from '../../../src';
import { RECORD } from '../../../src/constructs/app/file-record';

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-waypoint-'));
afterAll(() => fs.rmSync(temporary, { recursive: true }));

type NewApp = (props: AppProps) => App;
const THEIRS: NewApp = (props) => new App(props);
const OURS: NewApp = (props) => new WaypointApp(props);

/** What an app writes, file by file; or "error" where it throws. */
function synthesize(newApp: NewApp, declare: (app: App) => void, props: AppProps): Record<string, string> | 'error' {
  const outdir = fs.mkdtempSync(path.join(temporary, 'dist-'));
  const app = newApp({ ...props, outdir });
  declare(app);
  try {
    app.synth();
    const text = app.synthYaml();
    const files = fs.readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== RECORD);
    return Object.fromEntries([
      ['synthYaml', text],
      ...files.map(({ parentPath, name }) => [path.relative(outdir, path.join(parentPath, name)), fs.readFileSync(path.join(parentPath, name), 'utf8')]).sort(),
    ]);
  } catch {
    return 'error';
  } finally {
    fs.rmSync(outdir, { recursive: true });
  }
}

const outputType = fc.constantFrom(
  YamlOutputType.FILE_PER_APP, YamlOutputType.FILE_PER_CHART, YamlOutputType.FILE_PER_RESOURCE, YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
);

function expectSame(declare: (app: App) => void, props: AppProps): void {
  expect(synthesize(OURS, declare, props)).toEqual(synthesize(THEIRS, declare, props));
}

/** The same trees in every run, so that a failure can be repeated; SEED asks for others. */
const SEED = Number(process.env.SEED ?? 20261121);

test('random trees come out the same to the byte', () => {
  fc.assert(fc.property(randomTree, outputType, fc.boolean(), fc.boolean(), (tree: RandomTree, yamlOutputType, recordConstructMetadata, shouts) => {
    expectSame((app) => build(app, tree), { yamlOutputType, recordConstructMetadata, resolvers: shouts ? [new Shouting()] : undefined });
  }), { numRuns: 500, seed: SEED });
});

test.each(Object.values(YamlOutputType).filter((type): type is YamlOutputType => typeof type === 'number'))('waypoints come out the same, output type %s', (yamlOutputType) => {
  expectSame((app) => {
    const shop = new Chart(app, 'shop', { namespace: 'shop', labels: { team: 'a' } });
    const pay = new Chart(app, 'pay', { namespace: 'pay' });
    new NamespaceWaypoint(shop, 'waypoint', { waypointName: 'shop', scaling: Scaling.between(1, 2), infrastructure: { priorityClassName: 'high' } });
    new CrossNamespaceWaypoint(pay, 'waypoint', { waypointName: 'shared', consumers: [ObjectRef.namespace('pay'), ObjectRef.service('cart', { namespace: 'shop' })] });
    new kplus.Deployment(pay, 'cart', { metadata: { name: 'cart' }, containers: [{ image: 'cart', port: 80 }] }).exposeViaService();
    pay.addDependency(shop);
  }, { yamlOutputType });
});

test('what the user wrote once and uses twice has no anchor, also beside what cdk8s has to write', () => {
  expectSame((app) => {
    const labels = { app: 'cart' };
    new ApiObject(new Chart(app, 'chart'), 'object', { apiVersion: 'v1', kind: 'Thing', spec: { huge: 1e21, selector: labels, template: [labels] } } as any);
  }, {});
});

test('a list that an object renders twice has an anchor', () => {
  class Repeating extends ApiObject {
    public toJson(): any {
      const ports = ['http'];
      return { ...super.toJson(), ports, targetPorts: ports };
    }
  }
  expectSame((app) => new Repeating(new Chart(app, 'chart'), 'object', { apiVersion: 'v1', kind: 'Thing' }), {});
});

test('nested charts and dependencies between them number the files', () => {
  const tree = (app: App) => {
    const outer = new Chart(app, 'outer');
    const inner = new Chart(outer, 'inner');
    const other = new Chart(app, 'other');
    for (const chart of [outer, inner, other]) {
      for (const id of ['b', 'a']) new ApiObject(chart, id, { apiVersion: 'v1', kind: 'ConfigMap' });
    }
    inner.addDependency(other);
    outer.node.findChild('b').node.addDependency(outer.node.findChild('a'));
  };
  const files = synthesize(OURS, tree, {});
  expect(Object.keys(files)).toEqual(['synthYaml', '0000-other.k8s.yaml', expect.stringMatching(/^0001-outer-inner-/), '0002-outer.k8s.yaml']);
  expect(files).toEqual(synthesize(THEIRS, tree, {}));
});

test.each(['e0', 'e-0', 'E1', 'e-a', 'yes', '1e3', '0x1', '2026-11-21'])('a label %s comes out as cdk8s writes it', (text) => {
  expectSame((app) => {
    const chart = new Chart(app, 'chart');
    new ApiObject(chart, 'object', { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'a', labels: { [text]: text } } });
  }, {});
});
