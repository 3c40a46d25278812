import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expectWrongCall, runIn } from './run';
import { ISTIO_VERSIONS } from '../../src/istio/versions';
import { expectGolden } from '../golden';

const FOLDER = path.join(__dirname, 'bindings');

function run(args: readonly string[], surroundings?: Parameters<typeof runIn>[2]) {
  return runIn(FOLDER, args, surroundings);
}

test('the text answers at a glance', () => {
  const { exitCode, stdout, stderr } = run(['bindings', 'shop']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expectGolden(path.join(FOLDER, 'shop.txt'), stdout);
});

test('the JSON is the contract', () => {
  const { exitCode, stdout } = run(['bindings', 'shop', '-o', 'json']);
  expect(exitCode).toBe(0);
  expectGolden(path.join(FOLDER, 'shop.json'), stdout);
});

test('without a path the current folder is read', () => {
  expect((run(['bindings', '-o', 'json'])).stdout).toContain('"file": "shop/gateways.yaml"');
});

test('what can\'t be read is named on standard error, the rest is answered, and the exit code says so', () => {
  const { exitCode, stdout, stderr } = run(['bindings', '../../mesh/files/broken', '-o', 'json']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('../../mesh/files/broken/syntax.yaml:3:10: not YAML: bad indentation of a mapping entry\n');
  const { bindings, problems } = JSON.parse(stdout);
  expect(bindings.map(({ subject }: { subject: { name: string } }) => subject.name)).toEqual(['basket', 'good', 'null-is-nothing']);
  expect(problems).toContainEqual({
    cause: 'syntax',
    message: 'not YAML: bad indentation of a mapping entry',
    place: { file: '../../mesh/files/broken/syntax.yaml', line: 3, column: 10 },
  });
});

test('nothing that a terminal would act upon is written', () => {
  const { stdout, stderr } = run(['bindings', '../../mesh/files/broken']);
  expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]/u);
});

test('notes can be left out, problems can\'t', () => {
  expect((run(['bindings', '../../mesh/files/foreign'])).stderr).toContain('kustomization.yaml: not read, a kustomization');
  const { stderr } = run(['bindings', '../../mesh/files/foreign', '--quiet']);
  expect(stderr).not.toContain('kustomization.yaml');
  expect(stderr).toContain('unrendered template');
});

test('colours are for a terminal whose user wants them', () => {
  const coloured = /\u001b\[\d/;
  expect((run(['bindings', 'shop'], { isTTY: true })).stdout).toMatch(coloured);
  expect((run(['bindings', 'shop', '--no-color'], { isTTY: true })).stdout).not.toMatch(coloured);
  expect((run(['bindings', 'shop'], { isTTY: true, env: { NO_COLOR: '1' } })).stdout).not.toMatch(coloured);
  expect((run(['bindings', 'shop'], { isTTY: true, env: { TERM: 'dumb' } })).stdout).not.toMatch(coloured);
});

test('progress is shown to who looks on, and taken back', () => {
  expect((run(['bindings', 'shop'], { isTTY: true })).stderr).toBe('reading …\r\u001b[K');
  expect((run(['bindings', 'shop', '--quiet'], { isTTY: true })).stderr).toBe('');
});

test.each([
  { what: 'no command', args: [], says: 'Usage: waypoint' },
  { what: 'an unknown command', args: ['bind'], says: "error: unknown command 'bind'" },
  { what: 'an unknown flag', args: ['bindings', '--frobnicate'], says: "error: unknown option '--frobnicate'" },
  { what: 'an unknown format', args: ['bindings', '-o', 'xml'], says: 'Allowed choices are text, json.' },
  { what: 'an unknown version', args: ['bindings', '--istio-version', '1.9'], says: `Expected one of ${ISTIO_VERSIONS.join(', ')}` },
  { what: 'a bad object', args: ['bindings', '--assume', 'Gateway'], says: 'Expected KIND/NAMESPACE/NAME, for example Gateway/shop/waypoint' },
  { what: 'a namespaced object without namespace', args: ['bindings', '--assume', 'Gateway//waypoint'], says: 'Expected KIND/NAMESPACE/NAME' },
  { what: 'an unknown mode', args: ['bindings', '--gateway-status', 'guess'], says: 'Allowed choices are assume, observed.' },
])('$what is a wrong call', ({ args, says }) => {
  expectWrongCall(run(args), says);
});

test('what is not there is named without a line of it, and an empty folder is told', () => {
  expect(run(['bindings', 'mising', '']).stderr).toBe("\"\": can't be read: there is no such file or folder\nmising: can't be read: there is no such file or folder\n");
  const empty = fs.mkdtempSync(path.join(os.tmpdir(), 'bindings-'));
  try {
    expect(run(['bindings', empty])).toMatchObject({ exitCode: 0, stderr: `"${empty}": no Kubernetes objects, expected .yaml, .yml or .json files that hold some\n` });
    expect(run(['bindings', empty, '--quiet']).stderr).toBe('');
  } finally {
    fs.rmdirSync(empty);
  }
});

test('a wrong call says where help is', () => {
  expect(run(['bindings', '--frobnicate']).stderr).toContain('"waypoint COMMAND --help"');
});

test.each(['bindings', 'status', 'lint', 'explain', 'diff', 'test', 'import', 'generate'])('help on %s is no error, and fits a terminal', (command) => {
  const { exitCode, stdout } = run([command, '--help']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`Usage: waypoint ${command} `);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

test('the version is that of the package', () => {
  const { version } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf8'));
  expect(run(['--version'])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: '' });
});

test.each([
  { flags: ['--gateway-status', 'observed'], reason: 'WaypointIsNotReady' },
  { flags: ['--revision', 'canary'], reason: 'WaypointIsNotReady' },
  { flags: ['--revision', 'canary', '--revision', 'default'], reason: 'WaypointAccepted' },
  { flags: ['--istio-version', 'v1.30.2'], reason: 'WaypointAccepted' },
])('$flags', ({ flags, reason }) => {
  const { stdout } = run(['bindings', 'shop', '-o', 'json', ...flags]);
  const { bindings } = JSON.parse(stdout);
  expect(bindings.find(({ subject }: { subject: { kind: string; name: string } }) => subject.kind === 'Service' && subject.name === 'cart').reason).toBe(reason);
});

test('foreign Gateways, objects elsewhere and domains are told by flags', () => {
  const args = ['bindings', 'elsewhere.yaml', '-o', 'json', '--foreign-gateways', 'not-ready', '--assume', 'Gateway/infra/egress', '--root-namespace', 'root',
    '--trust-domain', 'td', '--cluster-domain', 'example.com'];
  const { bindings } = JSON.parse((run(args)).stdout);
  expect(bindings.map(({ reason }: { reason: string }) => reason)).toEqual(['WaypointAccepted', 'WaypointIsNotReady']);
});

test('the bundle that the command runs from is made of this source', () => {
  const { scripts } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf8'));
  expect(scripts.bundle).toBe('projen bundle');
  expect(fs.readFileSync(path.join(__dirname, '../../bin/waypoint'), 'utf8')).toContain("'../lib/cli.js'");
});
