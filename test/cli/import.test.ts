import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expectGolden } from '../golden';
import { runIn } from './run';
import { canonicalByKey, objectsIn, runProgram } from '../import/run-program';

const EXAMPLES = path.join(__dirname, '../../examples/import');
const FOLDER = path.join(__dirname, 'import');
const names = fs.readdirSync(EXAMPLES).filter((file) => file.endsWith('.yaml')).map((file) => path.basename(file, '.yaml'));

function inEmptyFolder<T>(action: (folder: string) => T): T {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'waypoint-import-'));
  try {
    return action(folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

describe.each(names)('the example %s', (name) => {
  const ran = runIn(EXAMPLES, ['import', `${name}.yaml`]);

  test('becomes the program beside it, and a line for each object that stays as it is', () => {
    expect(ran.exitCode).toBe(0);
    expectGolden(path.join(EXAMPLES, `${name}.ts`), ran.stdout);
    expectGolden(path.join(FOLDER, `${name}.report`), ran.stderr);
  });

  test('declares equal objects', () => {
    expect(canonicalByKey(runProgram(ran.stdout))).toEqual(canonicalByKey(objectsIn([path.join(EXAMPLES, `${name}.yaml`)])));
  });
});

test('the JSON says what became of each object, and where it was', () => {
  const { exitCode, stdout, stderr } = runIn(FOLDER, ['import', 'odd.yaml', '-o', 'json']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expectGolden(path.join(FOLDER, 'odd.json'), stdout);
});

test('what can be said with no construct stays as it is, and the program says why', () => {
  const { stdout, stderr } = runIn(FOLDER, ['import', 'odd.yaml']);
  expectGolden(path.join(FOLDER, 'odd.report'), stderr);
  expectGolden(path.join(FOLDER, 'odd.program'), stdout);
  expect(canonicalByKey(runProgram(stdout))).toEqual(canonicalByKey(objectsIn([path.join(FOLDER, 'odd.yaml')])));
});

test('an overlay means what it means to Kubernetes', () => {
  const { stdout, stderr } = runIn(FOLDER, ['import', 'overlays.yaml']);
  expect(stderr).toBe('2 objects, 2 of them about waypoints; constructs declare 2 of these\n');
  expect(stdout).toContain('automountServiceAccountToken: true');
  expect(stdout).toContain('defaultMode: 420');
  expect(canonicalByKey(runProgram(stdout))).toEqual(canonicalByKey(objectsIn([path.join(FOLDER, 'overlays.yaml')])));
});

test('durations of a traffic policy may have fractions', () => {
  const { stdout } = runIn(FOLDER, ['import', 'durations.yaml']);
  expect(stdout).toContain('connections: { connectTimeout: Duration.millis(1500), idleTimeout: Duration.minutes(5) }');
  expect(canonicalByKey(runProgram(stdout))).toEqual(canonicalByKey(objectsIn([path.join(FOLDER, 'durations.yaml')])));
});

test('objects that name no namespace are in the one that is given', () => {
  const { stdout } = runIn(FOLDER, ['import', 'nameless.yaml', '-n', 'shop']);
  expect(stdout).toContain("const shop = new Chart(app, 'shop', { namespace: 'shop' });");
  expect(runProgram(stdout).map(({ namespace }) => namespace)).toEqual(['shop', 'shop']);
});

test('the release that is given is that of the program', () => {
  expect(runIn(FOLDER, ['import', 'nameless.yaml', '--istio-version', '1.28']).stdout).toContain("Istio.version(app, '1.28');");
});

test('what can\'t be read is named with its place, and the rest is imported', () => {
  const { exitCode, stdout, stderr } = runIn(FOLDER, ['import', 'broken.yaml']);
  expect(exitCode).toBe(2);
  expect(stderr).toBe([
    'broken.yaml:1:1: a mapping of kind "Gateway" with no "apiVersion": not a Kubernetes object',
    'broken.yaml:7:3: not YAML: bad indentation of a mapping entry',
    '1 object, 1 of them about waypoints; constructs declare 1 of these',
    '',
  ].join('\n'));
  expect(stdout).toContain("new IstioWaypoint(shop, 'waypoint'");
});

describe('with --out', () => {
  const input = path.join(FOLDER, 'nameless.yaml');

  test('the program goes to a file, or to main.ts in a folder, and the report to standard output', () => inEmptyFolder((folder) => {
    const { exitCode, stdout, stderr } = runIn(folder, ['import', input, '--out', 'app/mesh.ts']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toBe('app/mesh.ts: 2 objects, 2 of them about waypoints; constructs declare 2 of these\n');
    expect(runIn(folder, ['import', input, '--out', 'app/']).exitCode).toBe(0);
    expect(fs.readdirSync(path.join(folder, 'app'))).toEqual(['main.ts', 'mesh.ts']);
  }));

  test('a file that exists stays, unless --force is given', () => inEmptyFolder((folder) => {
    fs.writeFileSync(path.join(folder, 'main.ts'), 'mine');
    const refused = runIn(folder, ['import', input, '--out', 'main.ts']);
    expect(refused).toEqual({ exitCode: 2, stdout: '', stderr: 'error: main.ts exists already: name another file, or add --force\n' });
    expect(fs.readFileSync(path.join(folder, 'main.ts'), 'utf8')).toBe('mine');
    expect(runIn(folder, ['import', input, '--out', 'main.ts', '--force']).exitCode).toBe(0);
    expect(fs.readFileSync(path.join(folder, 'main.ts'), 'utf8')).toContain('app.synth();');
  }));

  test('a file that can\'t be written is an error, and leaves nothing', () => inEmptyFolder((folder) => {
    fs.writeFileSync(path.join(folder, 'file'), '');
    const { exitCode, stderr } = runIn(folder, ['import', input, '--out', 'file/main.ts']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('error: ');
    expect(fs.readdirSync(folder)).toEqual(['file']);
  }));
});

test('an object that contains itself is left out', () => {
  const { exitCode, stderr, stdout } = runIn(FOLDER, ['import', 'endless.yaml', 'nameless.yaml']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('endless.yaml:1:1: ConfigMap default/endless is too large, or contains itself: it is left out\n');
  expect(stdout).toContain('app.synth();');
});

test('without any object there is no program', () => {
  const { exitCode, stderr, stdout } = runIn(FOLDER, ['import', 'nowhere.yaml']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toBe('nowhere.yaml: can\'t be read: there is no such file or folder\nerror: no objects, expected Kubernetes YAML among the paths\n');
});
