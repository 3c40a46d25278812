import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ApiObject, Chart } from 'cdk8s';
import type { ExpectedDifference, FleetReport } from '../../../src';
import { CanaryStep, Delivery, Fleet, NamespaceWaypoint, ObjectOwner, OwnerSide, Scaling } from '../../../src';

let outdir: string;
beforeEach(() => { outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-waypoint-')); });
afterEach(() => fs.rmSync(outdir, { recursive: true }));

const CLUSTERS = ['dev', 'prod-eu', 'prod-us'];

type Declare = (chart: Chart, cluster: string, fleet: Fleet) => void;

/** Declares something for every cluster and gives the report. */
function run(declare: Declare, expectedDifferences: ExpectedDifference[] = [], order: (names: string[]) => string[] = (names) => names, shard: string = '1/1'): FleetReport {
  const fleet = new Fleet({ clusters: CLUSTERS, outdir, shard, expectedDifferences });
  for (const name of order(fleet.clusterNames)) {
    const app = fleet.newApp(name, { delivery: Delivery.kubectl({ owners: [{ owner: ObjectOwner.UNMANAGED }] }) });
    declare(new Chart(app, 'shop', { namespace: 'shop' }), name, fleet);
    app.synth();
  }
  fleet.finish();
  return fleet.report();
}

const service = (chart: Chart, labels: Record<string, string>) => new ApiObject(chart, 'cart', {
  apiVersion: 'v1', kind: 'Service', metadata: { name: 'cart', labels }, spec: { ports: [{ port: 80 }] },
});

const written = () => fs.readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => entry.name.endsWith('.yaml')).length;

describe('what must be the same everywhere', () => {
  test.each<[string, Declare, string]>([
    ['a waypoint that one cluster has not', (chart, cluster) => { if (cluster !== 'prod-eu') new NamespaceWaypoint(chart, 'waypoint'); },
      'clusters "dev" and "prod-eu" differ in what must be the same everywhere: declare it for both, or say in "expectedDifferences" why they differ\n'
      + '  Gateway shop/waypoint is in "dev" only\n  Namespace shop is in "dev" only'],
    ['a waypoint with another name', (chart, cluster) => { new NamespaceWaypoint(chart, 'waypoint', { waypointName: cluster === 'dev' ? 'waypoint' : 'edge' }); },
      'Gateway shop/edge is in "prod-eu" only'],
    ['a label of the mesh', (chart, cluster) => { service(chart, cluster === 'prod-us' ? { 'istio.io/ingress-use-waypoint': 'true' } : {}); },
      'Service shop/cart metadata.labels[\'istio.io/ingress-use-waypoint\'] is missing in "dev" and "true" in "prod-us"'],
    ['a global Service', (chart, cluster) => { service(chart, { 'istio.io/global': String(cluster === 'dev') }); },
      'Service shop/cart metadata.labels[\'istio.io/global\'] is "true" in "dev" and "false" in "prod-eu"'],
    ['the namespaces that a waypoint admits', (chart, cluster) => {
      new ApiObject(chart, 'gateway', {
        apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'waypoint' }, spec: { gatewayClassName: 'istio-waypoint', listeners: [{ port: cluster === 'dev' ? 15008 : 15009 }] },
      });
    }, 'Gateway shop/waypoint spec.listeners[0].port is 15008 in "dev" and 15009 in "prod-eu"'],
  ])('%s', (_, declare, message) => {
    expect(() => run(declare)).toThrow(message);
    expect(() => run(declare, [], (names) => [...names].reverse())).toThrow('differ in what must be the same everywhere');
  });

  test('is compared before anything is written', () => {
    const waypointName = (cluster: string) => (cluster === 'dev' ? 'waypoint' : 'edge');
    expect(() => run((chart, cluster) => { new NamespaceWaypoint(chart, 'waypoint', { waypointName: waypointName(cluster) }); })).toThrow('differ');
    expect(fs.existsSync(path.join(outdir, 'clusters/prod-eu/waypoints'))).toBe(false);
  });

  test('is not as it must be for a cluster that was refused: the run cannot end', () => {
    const fleet = new Fleet({ clusters: ['dev', 'prod'], outdir, shard: '1/1' });
    const synth = (name: string, waypointName: string) => {
      const app = fleet.newApp(name);
      new NamespaceWaypoint(new Chart(app, 'shop', { namespace: 'shop' }), 'waypoint', { waypointName });
      app.synth();
    };
    synth('dev', 'waypoint');
    expect(() => synth('prod', 'edge')).toThrow('differ');
    expect(() => fleet.finish()).toThrow('"prod" was declared, but not synthesized');
  });

  test('includes the labels that owners put on their objects', () => {
    const fleet = new Fleet({ clusters: CLUSTERS, outdir, shard: '1/1' });
    const synth = (name: string, waypointName: string) => {
      const owners = [{ owner: ObjectOwner.KUBECTL_APPLY, instead: OwnerSide.COMPONENT }];
      const app = fleet.newApp(name, { delivery: Delivery.kubectl({ owners }) });
      new NamespaceWaypoint(new Chart(app, 'shop', { namespace: 'shop' }), 'waypoint', { waypointName });
      app.synth();
    };
    synth('dev', 'waypoint');
    expect(() => synth('prod-eu', 'edge')).toThrow('Namespace shop metadata.labels[\'istio.io/use-waypoint\'] is "waypoint" in "dev" and "edge" in "prod-eu"');
  });

  test('is compared with the first cluster in every shard, and only one of them writes it', () => {
    const declare: Declare = (chart, cluster) => { new NamespaceWaypoint(chart, 'waypoint', { waypointName: cluster === 'prod-us' ? 'edge' : 'waypoint' }); };
    expect(run(declare, [], undefined, '2/3').clusters).toEqual(['dev', 'prod-eu']);
    expect(fs.readdirSync(path.join(outdir, 'clusters'))).toEqual(['prod-eu']);
    expect(() => run(declare, [], undefined, '3/3')).toThrow('clusters "dev" and "prod-us" differ');
  });

  test('may differ where somebody says why', () => {
    const declare: Declare = (chart, cluster) => {
      new ApiObject(new Chart(chart, 'namespaces'), 'shop', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
      new NamespaceWaypoint(chart, 'waypoint', { canary: { step: CanaryStep.weight(cluster === 'dev' ? 50 : 0) } });
      service(chart, cluster === 'dev' ? { 'istio.io/use-waypoint-canary': 'next' } : {});
    };
    expect(() => run(declare)).toThrow('use-waypoint-canary');
    const report = run(declare, [{ reason: 'the upgrade to 1.31 begins in dev', fields: ['istio.io/use-waypoint-canary'], namespaces: ['shop'] }]);
    expect(report.toText()).toMatchSnapshot();
    expect(written()).toBeGreaterThan(0);
  });
});

describe('the report', () => {
  test('says what differs and which values it goes with', () => {
    let fleet!: Fleet;
    const values = (of: Fleet) => {
      fleet = of;
      return {
        replicas: of.addNumber('replicas', { dev: 1 }, 4),
        region: of.addText('region', { 'dev': 'local', 'prod-eu': 'eu-west-1', 'prod-us': 'us-east-1' }),
        tracing: of.addFlag('tracing', { 'prod-us': true }, false),
      };
    };
    let declared: ReturnType<typeof values> | undefined;
    const report = run((chart, cluster, of) => {
      declared ??= values(of);
      const { replicas, region, tracing } = declared;
      new NamespaceWaypoint(chart, 'waypoint', { scaling: Scaling.between(1, 1 + replicas.of(cluster)), revision: cluster === 'prod-us' ? '1-31' : '1-30' });
      new ApiObject(chart, 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { url: `https://${region.of(cluster)}.example.com`, odd: String(cluster === 'prod-eu') } });
      if (tracing.of(cluster)) new ApiObject(chart, 'tracing', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'tracing' } });
    });
    expect(report.toText()).toMatchSnapshot();
    expect(report.differences.find(({ field }) => field === 'spec.maxReplicas')).toEqual({
      kind: 'HorizontalPodAutoscaler',
      objectNamespace: 'shop',
      objectName: 'waypoint-hpa',
      field: 'spec.maxReplicas',
      values: { 'dev': '2', 'prod-eu': '5', 'prod-us': '5' },
      reasons: ['replicas'],
    });
    expect(() => fleet.addNumber('replicas', {}, 1)).toThrow('value "replicas" is declared twice: write another name');
  });

  test('tells that one cluster is compared with nothing', () => {
    const fleet = new Fleet({ clusters: ['dev'], outdir, shard: '1/1' });
    fleet.newApp('dev').synth();
    expect(fleet.report().toText()).toBe('there is one cluster, dev, and nothing to compare it with\n');
  });

  test('says nothing of clusters that are the same', () => {
    expect(run((chart) => { new NamespaceWaypoint(chart, 'waypoint'); }).toText()).toBe('3 clusters are the same\n');
  });
});

test.each<[string, (fleet: Fleet) => unknown, string]>([
  ['a cluster that is not in the fleet', (fleet) => fleet.addNumber('n', { prod: 1 }, 2), 'value "n" is given for cluster "prod", which is not in the fleet: write one of its clusters'],
  ['a cluster without value', (fleet) => fleet.addText('t', { dev: 'a' }), 'value "t" is given neither for cluster "prod-eu" nor for all others: write one of the two'],
  ['a value of another type', (fleet) => fleet.addFlag('f', { dev: 'yes' as any }, false), 'value "f" is "yes" for cluster "dev": write a boolean'],
  ['a question about another cluster', (fleet) => fleet.addNumber('n', {}, 2).of('prod'), 'value "n" has nothing for cluster "prod", which is not in the fleet'],
])('values: %s', (_, act, message) => {
  expect(() => act(new Fleet({ clusters: CLUSTERS, outdir, shard: '1/1' }))).toThrow(message);
});

test('a terminal is told how far a long run is, and nobody else', () => {
  const terminal = process.stderr.isTTY;
  const lines: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((line) => { lines.push(String(line)); return true; });
  const now = jest.spyOn(Date, 'now');
  let time = 0;
  now.mockImplementation(() => (time += 6_000));
  try {
    for (const isTTY of [true, false]) {
      process.stderr.isTTY = isTTY;
      const fleet = new Fleet({ clusters: CLUSTERS, outdir, shard: '1/1' });
      for (const name of fleet.clusterNames) fleet.newApp(name);
    }
  } finally {
    process.stderr.isTTY = terminal;
    write.mockRestore();
    now.mockRestore();
  }
  expect(lines).toEqual(['cluster 1 of 3: dev\n', 'cluster 2 of 3: prod-eu\n', 'cluster 3 of 3: prod-us\n']);
});
