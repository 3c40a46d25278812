import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { readSourceFiles } from '../../src/mesh/source-files';

jest.mock('node:fs', () => {
  const actual = jest.requireActual<typeof fs>('node:fs');
  return { ...actual, readFileSync: jest.fn(actual.readFileSync) };
});

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mesh-'));
});

afterEach(() => {
  fs.rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string | Buffer = 'a: 1\n'): string {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
  return file;
}

function read(...names: string[]) {
  const problems: string[] = [];
  const { files, foreign } = readSourceFiles(names.map((name) => path.join(folder, name)), ({ message, place }) =>
    problems.push(`${path.relative(folder, place!.file)}: ${message}`));
  return {
    files: files.map((file) => path.relative(folder, file.name)),
    texts: files.map(({ text }) => text),
    foreign: foreign.map(({ file }) => path.relative(folder, file)),
    problems,
  };
}

test('a folder is read with all below it, in the order of names', () => {
  for (const name of ['b.yaml', 'a.yml', 'z/c.json', 'z/B.yaml', 'note.txt', '.git/d.yaml', 'node_modules/e.yaml']) write(name);
  expect(read('').files).toEqual(['a.yml', 'b.yaml', 'z/B.yaml', 'z/c.json']);
});

test('a file is read once, however often it is named', () => {
  write('a.yaml');
  expect(read('a.yaml', '', 'a.yaml').files).toEqual(['a.yaml']);
});

test('a loop of links ends', () => {
  write('a/b.yaml');
  fs.symlinkSync('..', path.join(folder, 'a/up'));
  fs.symlinkSync('self', path.join(folder, 'a/self'));
  expect(read('')).toMatchObject({ files: ['a/b.yaml'], problems: ["a/self: can't be read: a loop of links"] });
});

test('a link to a file or folder is followed', () => {
  write('real/a.yaml');
  fs.symlinkSync('real', path.join(folder, 'link'));
  expect(read('link').files).toEqual(['link/a.yaml']);
});

test('what is not there is named, and the rest is read', () => {
  write('a.yaml');
  fs.symlinkSync('gone', path.join(folder, 'dangling.yaml'));
  expect(read('missing', '')).toMatchObject({
    files: ['a.yaml'],
    problems: ["missing: can't be read: there is no such file or folder", "dangling.yaml: can't be read: there is no such file or folder"],
  });
});

test.each([
  { what: 'vanishes while it is read', code: 'ENOENT', reason: 'there is no such file or folder' },
  { what: 'may not be read', code: 'EACCES', reason: 'no permission' },
  { what: 'fails in a way that nobody knows', code: 'EIO', reason: 'EIO: it failed' },
])('a file that $what is named, and the rest is read', ({ code, reason }) => {
  write('a.yaml');
  write('b.yaml');
  jest.mocked(fs.readFileSync).mockImplementationOnce(() => {
    throw Object.assign(new Error(`${code}: it failed`), { code });
  });
  expect(read('')).toMatchObject({ files: ['b.yaml'], problems: [`a.yaml: can't be read: ${reason}`] });
});

test('UTF-8 with a byte order mark, and UTF-16, are text', () => {
  write('a.yaml', Buffer.from('\ufeffa: ä\n'));
  write('b.yaml', Buffer.from('\ufeffa: ä\n', 'utf16le'));
  expect(read('').texts).toEqual(['a: ä\n', 'a: ä\n']);
});

test('what is not UTF-8 is named', () => {
  write('a.yaml', Buffer.from([0x61, 0xe9, 0x0a]));
  expect(read('').problems).toEqual(["a.yaml: can't be read: the text is not UTF-8"]);
});

test('files of other tools are named, not read', () => {
  for (const name of ['kustomization.yaml', 'chart/Chart.yaml', 'chart/values.yaml', 'construct-metadata.json', 'package.json']) write(name);
  expect(read('')).toMatchObject({ files: [], foreign: ['chart/Chart.yaml', 'chart/values.yaml', 'construct-metadata.json', 'kustomization.yaml', 'package.json'] });
});

test('parts of objects for owners are named, not read, and a kustomization that only lists files is not worth a word', () => {
  for (const name of ['argocd-cm.patch.yaml', 'helmrelease.patch.yaml', 'shop.application.patch.yaml']) write(name);
  write('a/kustomization.yaml', 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- b.yaml\n  # and no more\n');
  write('b/kustomization.yaml', 'resources:\n  - c.yaml\nnamePrefix: x-\n');
  write('c/kustomization.yaml', 'resources: ["https://example.com/base"]\n');
  expect(read('')).toMatchObject({
    files: [],
    foreign: ['argocd-cm.patch.yaml', 'b/kustomization.yaml', 'c/kustomization.yaml', 'helmrelease.patch.yaml', 'shop.application.patch.yaml'],
    problems: [],
  });
});

test('a name that no file can have is no crash', () => {
  expect(read('a\u0000b').problems).toHaveLength(1);
  expect(read('x'.repeat(5000)).problems).toEqual([`${'x'.repeat(5000)}: can't be read: the name is too long`]);
});
