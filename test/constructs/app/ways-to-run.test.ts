import { execFileSync, spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import * as yaml from 'js-yaml';

const BIN = path.join(__dirname, '../../../node_modules/.bin');
const PROGRAM = `node ${path.join(BIN, 'ts-node')} -T ${path.join(__dirname, 'program.ts')}`;

let folder: string;
beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-waypoint-')); });
afterEach(() => fs.rmSync(folder, { recursive: true }));

function run(command: string): string {
  return execFileSync(command, { cwd: folder, shell: true, encoding: 'utf8', env: { ...process.env, CDK8S_OUTDIR: undefined } });
}

const cdk8s = (options: string) => run(`${path.join(BIN, 'cdk8s')} synth --check-upgrade=false ${options}`);
const files = () => fs.readdirSync(path.join(folder, 'dist')).filter((file) => !file.startsWith('.')).sort();

test('node and cdk8s synth write the same files', () => {
  run(PROGRAM);
  const plain = files().map((file) => fs.readFileSync(path.join(folder, 'dist', file), 'utf8'));
  fs.writeFileSync(path.join(folder, 'dist', 'stale.k8s.yaml'), '');
  cdk8s(`--app "${PROGRAM}"`);
  expect(files()).toEqual(['pay.k8s.yaml', 'shop.k8s.yaml']);
  expect(files().map((file) => fs.readFileSync(path.join(folder, 'dist', file), 'utf8'))).toEqual(plain);
}, 60_000);

test('cdk8s synth --stdout prints an app of one file as a stream of documents', () => {
  const documents = yaml.loadAll(cdk8s(`--stdout --app "${PROGRAM} one-file"`)) as { kind: string; metadata: { name: string } }[];
  expect(documents.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['Gateway waypoint', 'Namespace shop', 'Gateway waypoint', 'Namespace pay']);
}, 60_000);

test('a mistake is shown with the line of the program that makes it, and none of ours', () => {
  const program = path.join(__dirname, 'mistaken-program.ts');
  const { status, stderr } = spawnSync(process.execPath, [path.join(BIN, 'ts-node'), '-T', program], { cwd: folder, encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toContain('\nnew NamespaceWaypoint(');
  expect(stderr).toContain('\nError: [shop/waypoint] waypoint name "none" is reserved');
  expect(stderr.split('\n').filter((text) => text.startsWith('    at '))).toEqual([expect.stringContaining(`${program}:4:`)]);
}, 60_000);
