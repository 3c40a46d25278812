import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { expectWrongCall, runIn } from './run';
import { CATALOGUE } from '../../src/lint/catalogue';
import { expectGolden } from '../golden';

// So that a single function can be made to fail.
jest.mock('node:fs', () => ({ __esModule: true, ...jest.requireActual('node:fs') }));

const FOLDER = path.join(__dirname, 'lint');
const BROKEN = '../../mesh/files/broken';

function run(args: readonly string[], folder = FOLDER) {
  return runIn(folder, ['lint', ...args]);
}

/** The findings of a call, as `rule subject`. */
function rulesIn(args: readonly string[], folder = FOLDER): string[] {
  const { findings } = JSON.parse(run([...args, '-o', 'json'], folder).stdout) as { findings: { rule: string; subject: { kind: string; name: string } }[] };
  return findings.map(({ rule, subject }) => `${rule} ${subject.kind} ${subject.name}`);
}

const WAYPOINT = 'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: waypoint\n  namespace: shop\n  labels:\n    istio.io/waypoint-for: Service # all of them\nspec:\n  gatewayClassName: istio-waypoint\n  listeners:\n    - { name: mesh, port: 15008, protocol: HBONE }\n';

const ELSEWHERE = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: cart\n  labels: { istio.io/dataplane-mode: ambient, istio.io/use-waypoint: elsewhere }\n';

/** Writes files into a folder of their own. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lint-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
  return folder;
}

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true })));

describe('-o', () => {
  test.each(['text', 'json', 'sarif', 'junit', 'github', 'markdown'])('%s', (format) => {
    const { exitCode, stdout, stderr } = run(['app', '-o', format]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expectGolden(path.join(FOLDER, `app.${format}.out`), stdout);
  });

  test('of another name is refused', () => {
    const { exitCode, stderr } = run(['app', '-o', 'html']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Allowed choices are text, json, sarif, junit, github, markdown');
  });
});

describe('--fail-on', () => {
  // A waypoint that is not in the input is a remark; one that nothing uses, if the input is all there is, a warning.
  const folder = folderWith({ 'a.yaml': WAYPOINT.replace('Service #', 'service #'), 'b.yaml': ELSEWHERE });
  test.each([[[], 0], [['--fail-on', 'info'], 1], [['--fail-on', 'warning'], 0], [['--fail-on', 'warning', '--complete', '--assume', 'Gateway/cart/elsewhere'], 1],
    [['--fail-on', 'error', '--complete', '--assume', 'Gateway/cart/elsewhere'], 0], [['--complete'], 1]])('%j gives %d', (args, exitCode) => {
    expect(run([...args], folder).exitCode).toBe(exitCode);
  });

  test('takes severities only', () => expect(run(['--fail-on', 'never'], folder).exitCode).toBe(2));
});

describe('--rule', () => {
  test('looks for these only', () => {
    expect(rulesIn(['app', '--rule', 'waypoint-not-found'])).toEqual(['waypoint-not-found Namespace shop']);
    expect(rulesIn(['app', '--rule', 'waypoint-not-found', '--rule', 'invalid-waypoint-for'])).toHaveLength(2);
  });

  test('says which ones may be meant', () => {
    expect(run(['app', '--rule', 'waypoint-not-fund'])).toEqual({
      exitCode: 2, stdout: '', stderr: 'error: no rule "waypoint-not-fund", did you mean "waypoint-not-found"? ("waypoint lint --explain" lists all)\n',
    });
  });
});

describe('--suppress', () => {
  const only = ['app', '--rule', 'waypoint-not-found'];

  test.each(['Namespace//shop', 'Namespace//*', '*/*/sh*p', '*', '*//*: it is on its way'])('waypoint-not-found=%s', (objects) => {
    expect(rulesIn([...only, '--suppress', `waypoint-not-found=${objects}`])).toEqual([]);
  });

  test('of another object suppresses nothing, and that is said', () => {
    expect(rulesIn([...only, '--suppress', 'waypoint-not-found=Service/shop/*'])).toEqual([
      'waypoint-not-found Namespace shop', 'stale-suppression Suppression waypoint-not-found=Service/shop/*',
    ]);
  });

  test('of a rule that is not run is not stale', () => {
    expect(rulesIn([...only, '--suppress', 'unused-waypoint=Service/shop/*'])).toEqual(['waypoint-not-found Namespace shop']);
  });

  test.each([['nonsense', 'Expected RULE=KIND/NAMESPACE/NAME'], ['unused-waypont=*', 'did you mean "unused-waypoint"?']])('%s is refused', (text, message) => {
    const { exitCode, stderr } = run(['app', '--suppress', text]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });

  test('what is suppressed is counted, and decides nothing', () => {
    const { exitCode, stdout } = run([...only, '--suppress', 'waypoint-not-found=*']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'no mistakes in 4 objects, 1 suppressed\n' });
  });
});

describe('--suppressions', () => {
  const folder = folderWith({
    'good.yml': 'suppressions:\n  - rule: waypoint-not-found\n    objects: Namespace//shop\n    reason: it is on its way\n  - rule: unused-waypoint\n    objects: Gateway/shop/other\n    reason: gone\n',
    'no-reason.yml': 'suppressions:\n  - rule: waypoint-not-found\n    objects: Namespace//shop\n',
    'no-rule.yml': 'suppressions:\n  - { rule: waypoint-not-fund, objects: "*", reason: x }\n',
    'no-objects.yml': 'suppressions:\n  - { rule: waypoint-not-found, objects: shop, reason: x }\n',
    'no-list.yml': 'rule: x\n',
    'no-yaml.yml': 'a: [\n',
  });
  const app = path.join(FOLDER, 'app');

  test('suppresses, and says what in it does nothing, with its line', () => {
    const { exitCode, stdout } = run([app, '--rule', 'waypoint-not-found', '--rule', 'unused-waypoint', '--suppressions', 'good.yml'], folder);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('good.yml\n  5:5 warning Suppression unused-waypoint=Gateway/shop/other: "unused-waypoint" is suppressed here, and would find nothing [stale-suppression]');
    expect(stdout).not.toContain('[waypoint-not-found]');
  });

  test.each([
    ['no-reason.yml', 'no-reason.yml:2:5: no reason is given why "waypoint-not-found" is suppressed'],
    ['no-rule.yml', 'no-rule.yml:2:5: no rule "waypoint-not-fund", did you mean "waypoint-not-found"?'],
    ['no-objects.yml', 'no-objects.yml:2:5: objects is "shop", expected KIND/NAMESPACE/NAME'],
    ['no-list.yml', 'no-list.yml:1:1: expected a mapping with the list "suppressions"'],
    ['no-yaml.yml', 'no-yaml.yml:2:1: not YAML:'],
    ['missing.yml', "missing.yml: can't be read: there is no such file or folder"],
  ])('%s is refused', (file, message) => {
    expectWrongCall(run([app, '--suppressions', file], folder), `error: ${message}`);
  });
});

describe('--fix', () => {
  test('mends the line, keeps the rest, and the second time does nothing', () => {
    const folder = folderWith({ 'a.yaml': `# ours\n${WAYPOINT}---\n${WAYPOINT.replace('name: waypoint\n', 'name: other\n')}` });
    const first = run(['--fix'], folder);
    expect(first.stderr).toBe('a.yaml: invalid-waypoint-for, invalid-waypoint-for mended\n');
    const text = fs.readFileSync(path.join(folder, 'a.yaml'), 'utf8');
    expect(text).toBe(`# ours\n${WAYPOINT}---\n${WAYPOINT.replace('name: waypoint\n', 'name: other\n')}`.replaceAll('Service #', 'service #'));
    expect(run(['--fix'], folder).stderr).toBe('');
    expect(rulesIn(['--rule', 'invalid-waypoint-for'], folder)).toEqual([]);
  });

  test('keeps the ends of lines that Windows writes', () => {
    const folder = folderWith({ 'a.yaml': WAYPOINT.replaceAll('\n', '\r\n') });
    run(['--fix'], folder);
    expect(fs.readFileSync(path.join(folder, 'a.yaml'), 'utf8')).toBe(WAYPOINT.replaceAll('\n', '\r\n').replace('Service #', 'service #'));
  });

  test.each(['utf8', 'utf16le'] as const)('keeps the byte order mark of %s, and the encoding', (encoding) => {
    const folder = folderWith({});
    const file = path.join(folder, 'a.yaml');
    fs.writeFileSync(file, `\ufeff${WAYPOINT}`, encoding);
    run(['--fix'], folder);
    expect(fs.readFileSync(file, encoding)).toBe(`\ufeff${WAYPOINT.replace('Service #', 'service #')}`);
  });

  test('mends JSON, too', () => {
    const gateway = (type: string) => `{ "apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",\n  "metadata": { "name": "w", "namespace": "shop", "labels": { "istio.io/waypoint-for": "${type}" } },\n  "spec": { "gatewayClassName": "istio-waypoint", "listeners": [{ "name": "mesh", "port": 15008, "protocol": "HBONE" }] } }\n`;
    const folder = folderWith({ 'a.json': gateway('Service') });
    run(['--fix'], folder);
    expect(fs.readFileSync(path.join(folder, 'a.json'), 'utf8')).toBe(gateway('service'));
  });

  test('leaves alone what can\'t be mended for certain, and reports it', () => {
    const folder = folderWith({ 'a.yaml': WAYPOINT.replace('Service #', 'everything #') });
    const { exitCode, stdout } = run(['--fix'], folder);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('[invalid-waypoint-for]');
    expect(fs.readFileSync(path.join(folder, 'a.yaml'), 'utf8')).toBe(WAYPOINT.replace('Service #', 'everything #'));
  });

  test('says so where a file can\'t be written, and goes on', () => {
    const folder = folderWith({ 'a.yaml': WAYPOINT, 'b.yaml': WAYPOINT.replace('name: waypoint\n', 'name: other\n') });
    const write = jest.spyOn(fs, 'writeFileSync').mockImplementationOnce(() => { throw new Error('EACCES: permission denied'); });
    const { exitCode, stderr } = run(['--fix'], folder);
    write.mockRestore();
    expect(exitCode).toBe(1);
    expect(stderr).toBe('a.yaml: invalid-waypoint-for not mended: EACCES: permission denied\nb.yaml: invalid-waypoint-for mended\n');
  });

  test('leaves alone what is suppressed', () => {
    const folder = folderWith({ 'a.yaml': WAYPOINT });
    run(['--fix', '--suppress', 'invalid-waypoint-for=*'], folder);
    expect(fs.readFileSync(path.join(folder, 'a.yaml'), 'utf8')).toBe(WAYPOINT);
  });
});

describe('--explain', () => {
  test.each([...CATALOGUE.keys()])('%s', (id) => {
    const { exitCode, stdout } = run(['--explain', id, 'no-such-file']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(new RegExp(`^(error|warning|info) ${id}: .+\n\nwhy:  .+\nfix:  .+\ndocs: https://.+/docs/rules/${id}\\.md\n$`));
  });

  test('of no rule says which one may be meant', () => {
    expect(run(['--explain', 'single-replicas']).stderr).toBe('error: no rule "single-replicas", did you mean "single-replica"? ("waypoint lint --explain" lists all)\n');
  });

  test('of no rule lists all', () => {
    const lines = run(['--explain']).stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual([...CATALOGUE.keys()]);
    expect(lines.find((line) => line.startsWith('waypoint-not-found '))).toMatch(/ {2}error {2,}\S/);
  });
});

test('--complete makes of what is not in the input what does not exist', () => {
  const folder = folderWith({ 'a.yaml': ELSEWHERE });
  expect(run([], folder).exitCode).toBe(0);
  expect(run(['--complete'], folder).exitCode).toBe(1);
  expect(run(['--complete', '--assume', 'Gateway/cart/elsewhere'], folder).exitCode).toBe(0);
});

describe('what can\'t be read', () => {
  test('is named, the rest is linted, and the exit code says so', () => {
    const { exitCode, stdout, stderr } = run([BROKEN, 'app', 'missing.yaml', '-o', 'json']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${BROKEN}/syntax.yaml:3:10: not YAML: bad indentation of a mapping entry\n`);
    expect(stderr).toContain('missing.yaml: can\'t be read: there is no such file or folder\n');
    const { findings, problems, summary } = JSON.parse(stdout);
    expect(findings.map(({ rule }: { rule: string }) => rule)).toContain('route-backend-not-found');
    expect(summary.unreadable).toBe(problems.length);
  });

  test('standard input is a file like others, and is not written', () => {
    const { readFileSync } = jest.requireActual<typeof fs>('node:fs');
    const read = jest.spyOn(fs, 'readFileSync').mockImplementation(((file: number | string, ...more: []) =>
      file === 0 ? Buffer.from(WAYPOINT) : readFileSync(file, ...more)) as typeof readFileSync);
    const { exitCode, stdout, stderr } = run(['-', '--fix', '-o', 'github']);
    read.mockRestore();
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout).toContain('::error file=<stdin>,line=7,col=5,title=invalid-waypoint-for::');
  });
});
