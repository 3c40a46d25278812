import * as fs from 'node:fs';
import * as path from 'node:path';
import { loadAll } from 'js-yaml';
import { expectGolden } from '../golden';
import { expectWrongCall, runIn } from './run';
import { runProgram } from '../import/run-program';
import { compile } from '../programs';

const FOLDER = path.join(__dirname, 'generate');

/** What istioctl's own code prints; docs/generate.md says how it is recorded. */
const RECORD: { args: string[]; prints: string }[] = JSON.parse(fs.readFileSync(path.join(FOLDER, 'istioctl.json'), 'utf8'));
const printed = RECORD.filter(({ prints }) => !prints.startsWith('error:'));
const refused = RECORD.filter(({ prints }) => prints.startsWith('error:'));

function objectsOf(args: string[]): any[] {
  const { exitCode, stdout, stderr } = runIn(FOLDER, args);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return loadAll(stdout);
}

describe('as istioctl', () => {
  test('with --bare, the same objects', () => {
    for (const { args, prints } of printed) expect({ args, objects: objectsOf([...args, '--bare']) }).toEqual({ args, objects: loadAll(prints) });
  });

  test('without it, the same but for the defaults that keep a waypoint safe', () => {
    for (const { args, prints } of printed) {
      const [gateway, ...others] = objectsOf(args);
      const { infrastructure, listeners: [{ allowedRoutes, ...listener }], ...spec } = gateway.spec;
      expect({ args, objects: [{ ...gateway, spec: { ...spec, listeners: [listener] } }, ...others] }).toEqual({ args, objects: loadAll(prints) });
      expect(Object.keys(infrastructure)).toEqual(['annotations', 'labels']);
      expect(allowedRoutes).toEqual({ namespaces: { from: 'Same' } });
    }
  });

  test('the same calls are refused', () => {
    expect(refused).not.toEqual([]);
    for (const { args } of refused) expect({ args, ...runIn(FOLDER, args) }).toMatchObject({ args, exitCode: 2, stdout: '' });
  });
});

test('--enroll-namespace labels the namespace, and makes it ambient unless the output is bare', () => {
  const labels = (...flags: string[]) => objectsOf(['generate', '-n', 'shop', '--enroll-namespace', ...flags])[1];
  const namespace = { apiVersion: 'v1', kind: 'Namespace' };
  expect(labels()).toEqual({ ...namespace, metadata: { name: 'shop', labels: { 'istio.io/use-waypoint': 'waypoint', 'istio.io/dataplane-mode': 'ambient' } } });
  expect(labels('--bare')).toEqual({ ...namespace, metadata: { name: 'shop', labels: { 'istio.io/use-waypoint': 'waypoint' } } });
});

const EVERYTHING = [
  'generate', '-n', 'shop', '--name', 'edge', '--for', 'all', '--revision', 'canary', '--enroll-namespace', '--ingress', '--allow', 'shop,pay',
  '--service-account', 'edge-identity', '--service-type', 'LoadBalancer', '--label', 'team=mesh', '--annotation', 'example.com/owner=mesh',
  '--min-replicas', '2', '--max-replicas', '5', '--cpu-utilization', '60', '--min-available', '50%', '--priority-class', 'mesh-critical',
];

test('everything that can be asked for', () => expectGolden(path.join(FOLDER, 'everything.yaml'), runIn(FOLDER, EVERYTHING).stdout));

test('the JSON has the objects in a list', () => {
  const { apiVersion, objects } = JSON.parse(runIn(FOLDER, ['generate', '-n', 'shop', '-o', 'json']).stdout);
  expect(apiVersion).toBe('waypoint/v1');
  expect(objects).toEqual(objectsOf(['generate', '-n', 'shop']));
});

test('a program makes the same objects, and compiles', () => {
  const calls = { everything: EVERYTHING, bare: ['generate', '-n', 'shop', '--bare', '--enroll-namespace'] };
  const programs = Object.fromEntries(Object.entries(calls).map(([name, args]) => [name, runIn(FOLDER, [...args, '-o', 'typescript']).stdout]));
  expect(compile(programs)).toEqual([]);
  const byKind = (objects: any[]) => Object.fromEntries(objects.map((object) => [object.kind, object]));
  for (const [name, args] of Object.entries(calls)) {
    expect(byKind(runProgram(programs[name]).map(({ written }) => written))).toEqual(byKind(objectsOf(args)));
  }
}, 60_000);

test.each([
  { args: ['--enroll-namespace'], says: '--enroll-namespace needs a namespace, expected --namespace' },
  { args: ['--ingress'], says: '--ingress is a label of the namespace, expected --enroll-namespace' },
  { args: ['--min-replicas', '2'], says: 'an autoscaler has two bounds, expected --min-replicas and --max-replicas' },
  { args: ['--cpu-utilization', '60'], says: '--cpu-utilization is for an autoscaler, expected --min-replicas and --max-replicas' },
  { args: ['--min-replicas', '3', '--max-replicas', '2'], says: 'minReplicas (3) is more than maxReplicas (2)' },
  { args: ['--replicas', 'two'], says: 'Expected a whole number' },
  { args: ['--min-available', 'half'], says: 'Expected a whole number, or a share such as 50%' },
  { args: ['--min-available', '1', '--max-unavailable', '1'], says: 'has minAvailable and maxUnavailable' },
  { args: ['--min-available', '1'], says: 'blocks every drain of a node' },
  { args: ['--label', 'team'], says: 'Expected KEY=VALUE' },
  { args: ['--label', 'istio.io/rev=canary'], says: 'write the property "revision" instead' },
  { args: ['--name', 'Edge'], says: 'waypoint name "Edge" is not a DNS-1123 label' },
  { args: ['-n', 'Shop'], says: 'namespace "Shop" is not a DNS-1123 label' },
])('$args is a wrong call', ({ args, says }) => {
  expectWrongCall(runIn(FOLDER, ['generate', ...args]), says);
});
