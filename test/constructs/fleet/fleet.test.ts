import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Chart } from 'cdk8s';
import * as fc from 'fast-check';
import type { FleetDelivery } from '../../../src';
import { Delivery, Fleet, NamespaceWaypoint, Scaling } from '../../../src';
import { Shard } from '../../../src/constructs/fleet/shard';

let outdir: string;
beforeEach(() => { outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-waypoint-')); });
afterEach(() => fs.rmSync(outdir, { recursive: true }));

/** What differs between clusters, as a program of a user has it. */
const REPLICAS: Record<string, number> = { 'dev': 1, 'prod-eu': 3, 'prod-us': 4, 'stage': 2 };

function run(clusters: readonly string[], shard: string = '1/1', folder: string = outdir): void {
  const fleet = new Fleet({ clusters: [...clusters], outdir: folder, shard });
  for (const name of fleet.clusterNames) {
    const app = fleet.newApp(name);
    new NamespaceWaypoint(new Chart(app, 'shop', { namespace: 'shop' }), 'waypoint', { scaling: Scaling.between(1, 1 + REPLICAS[name]) });
    app.synth();
  }
  fleet.finish();
}

function files(folder: string = outdir): Record<string, string> {
  const found = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(found.map(({ parentPath, name }) => path.join(parentPath, name)).sort().map((file) => [path.relative(folder, file), fs.readFileSync(file, 'utf8')]));
}

test('every cluster has a folder with its own values', () => {
  run(Object.keys(REPLICAS));
  const written = files();
  expect(Object.keys(written).filter((file) => file.endsWith('.yaml'))).toEqual(Object.keys(REPLICAS).map((name) => `clusters/${name}/shop.k8s.yaml`));
  for (const [name, replicas] of Object.entries(REPLICAS)) expect(written[`clusters/${name}/shop.k8s.yaml`]).toContain(`maxReplicas: ${1 + replicas}`);
});

test('shards write together what one run writes', () => {
  run(Object.keys(REPLICAS), '1/1', path.join(outdir, 'one'));
  for (const shard of ['2/3', '3/3', '1/3']) run(Object.keys(REPLICAS), shard, path.join(outdir, 'parts'));
  expect(files(path.join(outdir, 'parts'))).toEqual(files(path.join(outdir, 'one')));
});

test('shards divide any list without rest and overlap', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.string()), fc.integer({ min: 1, max: 20 }), (list, count) => {
    const parts = Array.from({ length: count }, (_, index) => Shard.parse(`${index + 1}/${count}`).partOf(list));
    expect(parts.flat().sort()).toEqual([...list].sort());
  }));
});

test('the command line names the shard', () => {
  expect(Shard.ofCommandLine(['node', 'main.js', '--shard', '2/2']).partOf(['a', 'b'])).toEqual(['b']);
  expect(Shard.ofCommandLine(['node', 'main.js', '--shard=1/2']).partOf(['a', 'b'])).toEqual(['a']);
  expect(Shard.ofCommandLine(['node', 'main.js']).partOf(['a', 'b'])).toEqual(['a', 'b']);
});

test('a cluster that is no longer in the fleet loses its files, and nobody else does', () => {
  run(['dev', 'stage', 'prod-eu']);
  fs.writeFileSync(path.join(outdir, 'clusters/stage/notes.txt'), 'mine');
  fs.mkdirSync(path.join(outdir, 'clusters/foreign'));
  fs.writeFileSync(path.join(outdir, 'clusters/foreign/mine.k8s.yaml'), 'mine');
  run(['dev']);
  expect(Object.keys(files())).toEqual(['clusters/dev/.cdk8s-waypoint-files', 'clusters/dev/shop.k8s.yaml', 'clusters/foreign/mine.k8s.yaml', 'clusters/stage/notes.txt']);
  expect(fs.existsSync(path.join(outdir, 'clusters/prod-eu'))).toBe(false);
});

test('a shard without clusters makes the output folder, which cdk8s-cli expects', () => {
  run(['dev', 'stage'], '3/3', path.join(outdir, 'dist'));
  expect(fs.readdirSync(path.join(outdir, 'dist'))).toEqual([]);
});

test.each<[string, () => void, string]>([
  ['no clusters', () => run([]), 'the fleet has no clusters: list at least one in "clusters"'],
  ['a name that leaves the folder', () => run(['..']), 'cluster ".." cannot name a folder: write letters, digits'],
  ['names that differ in case only', () => run(['dev', 'DEV']), 'some systems take the folder of cluster "DEV" for that of cluster "dev": rename one of the two'],
  ['a cluster that is listed twice', () => run(['dev', 'dev']), 'cluster "dev" is listed twice in "clusters": list it once'],
  ['a name that is too long for a folder', () => run(['dev', 'x'.repeat(256)]), 'cannot name a folder: it has 256 bytes, write at most 255'],
  ['a shard that is none', () => run(['dev'], '3/2'), 'shard "3/2" is unknown: write "INDEX/COUNT"'],
  ['a cluster that is not in the fleet', () => new Fleet({ clusters: ['dev'], outdir, shard: '1/1' }).newApp('prod'), 'cluster "prod" is not in the fleet: ask "clusterNames"'],
  ['a cluster of another shard', () => new Fleet({ clusters: ['a', 'b'], outdir, shard: '1/2' }).newApp('b'), 'cluster "b" is not in this shard'],
  ['a cluster that was forgotten', () => new Fleet({ clusters: ['dev'], outdir, shard: '1/1' }).finish(), 'nothing was declared for "dev": call newApp() for each of "clusterNames"'],
  ['a cluster that was not synthesized', () => {
    const fleet = new Fleet({ clusters: ['dev'], outdir, shard: '1/1' });
    fleet.newApp('dev');
    fleet.finish();
  }, '"dev" was declared, but not synthesized: call synth() of its app before finish()'],
  ['two apps for a cluster', () => {
    const fleet = new Fleet({ clusters: ['dev'], outdir, shard: '1/1' });
    fleet.newApp('dev');
    fleet.newApp('dev');
  }, 'cluster "dev" has an app already'],
  ['a text for the list of clusters', () => new Fleet({ clusters: 'dev' as unknown as string[] }), '"clusters" is "dev", no list of texts: write ["dev"]'],
  ['a cluster whose name is no text', () => run([5 as unknown as string]), '"clusters" is [5], no list of texts'],
  ['a value that is no number', () => new Fleet({ clusters: ['dev'], outdir, shard: '1/1' }).addNumber('replicas', { dev: NaN }), 'value "replicas" is NaN for cluster "dev": write a number'],
  ['a value without clusters', () => new Fleet({ clusters: ['dev'], outdir, shard: '1/1' }).addNumber('replicas', undefined as unknown as {}, 2), 'value "replicas" has no clusters: write a map of them, {} if all have the same'],
  ['the delivery of an app for that of a fleet', () => new Fleet({ clusters: ['dev'], outdir, shard: '1/1', delivery: Delivery.kubectl() as unknown as FleetDelivery }),
    '"delivery" of the fleet is no FleetDelivery: write FleetDelivery.argoCd'],
  ['an expected difference without a reason', () => new Fleet({ clusters: ['dev'], outdir, shard: '1/1', expectedDifferences: [{ reason: '' }] }), 'an entry of "expectedDifferences" has no "reason"'],
  ['an expected difference with a text for a list', () => new Fleet({ clusters: ['dev'], outdir, shard: '1/1', expectedDifferences: [{ reason: 'upgrade', namespaces: 'workshop' as unknown as string[] }] }),
    '"namespaces" of the expected difference "upgrade" is "workshop", no list of texts: write ["workshop"]'],
  ['another output folder', () => new Fleet({ clusters: ['dev'], outdir, shard: '1/1' }).newApp('dev', { outdir: '/tmp' }), 'the app of cluster "dev" has an "outdir": give it to the fleet'],
])('%s', (_, act, message) => {
  expect(act).toThrow(message);
});
