import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { AppProps } from 'cdk8s';
import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { endRun } from './end-run';
import { WaypointApp } from '../../../src';
import { RECORD } from '../../../src/constructs/app/file-record';

let outdir: string;
beforeEach(() => { outdir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-waypoint-')), 'dist'); });
afterEach(() => fs.rmSync(path.dirname(outdir), { recursive: true }));

/** Declares charts with one ConfigMap each and synthesizes them. */
function synth(charts: readonly string[], props: AppProps = {}, namespace: (chart: string) => string = (chart) => chart): WaypointApp {
  const app = new WaypointApp({ outdir, ...props });
  for (const id of charts) configMap(new Chart(app, id, { namespace: namespace(id) }));
  app.synth();
  return app;
}

function configMap(chart: Chart, name: string = 'settings'): ApiObject {
  return new ApiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { chart: chart.node.id } });
}

function files(): string[] {
  return fs.readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory() && entry.name !== RECORD)
    .map(({ parentPath, name }) => path.relative(outdir, path.join(parentPath, name))).sort();
}

const read = (file: string) => fs.readFileSync(path.join(outdir, file), 'utf8');
const put = (file: string, text: string) => {
  fs.mkdirSync(path.dirname(path.join(outdir, file)), { recursive: true });
  fs.writeFileSync(path.join(outdir, file), text);
};

test('every construct is validated once and every object rendered once', () => {
  const app = new WaypointApp({ outdir });
  const counts = { validated: 0, rendered: 0 };
  for (const id of ['a', 'b', 'c']) {
    const chart = new Chart(app, id, { namespace: id });
    chart.node.addValidation({ validate: () => { counts.validated++; return []; } });
    const object = configMap(chart);
    const toJson = object.toJson.bind(object);
    object.toJson = () => { counts.rendered++; return toJson(); };
  }
  app.synth();
  expect(counts).toEqual({ validated: 3, rendered: 3 });
});

test('a failed validation reads as that of cdk8s and leaves the output as it was', () => {
  synth(['a']);
  const message = (app: App) => {
    new Chart(app, 'b').node.addValidation({ validate: () => ['is wrong'] });
    try {
      app.synth();
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(message(new WaypointApp({ outdir }))).toBe('Validation failed with the following errors:\n  [b] is wrong');
  expect(message(new App({ outdir }))).toBe(message(new WaypointApp({ outdir })));
  expect(files()).toEqual(['a.k8s.yaml']);
});

describe('files of the last synthesis', () => {
  test('are removed if this one does not write them, with folders that become empty', () => {
    const app = new WaypointApp({ outdir, yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
    for (const id of ['a', 'b']) configMap(new Chart(app, id, { namespace: id }));
    app.synth();
    put('b/notes.txt', 'mine');
    put('mine.k8s.yaml', 'mine');
    expect(files()).toEqual(['a/ConfigMap.settings.k8s.yaml', 'b/ConfigMap.settings.k8s.yaml', 'b/notes.txt', 'mine.k8s.yaml']);

    app.node.tryRemoveChild('a');
    app.node.tryRemoveChild('b');
    app.synth();
    expect(files()).toEqual(['b/notes.txt', 'mine.k8s.yaml']);
    expect(fs.existsSync(path.join(outdir, 'a'))).toBe(false);
  });

  test('stay if another app of the program wrote them', () => {
    synth(['a']);
    synth(['b']);
    expect(files()).toEqual(['a.k8s.yaml', 'b.k8s.yaml']);
  });

  test('are not written again if nothing changed', () => {
    synth(['a']);
    const before = fs.statSync(path.join(outdir, 'a.k8s.yaml')).ino;
    synth(['a']);
    expect(fs.statSync(path.join(outdir, 'a.k8s.yaml')).ino).toBe(before);
  });

  test('are found in the record only as far as it names files in the folder', () => {
    const outside = path.join(path.dirname(outdir), 'outside.yaml');
    fs.writeFileSync(outside, 'mine');
    put(RECORD, '../outside.yaml\n/etc/hostname\n');
    synth(['a']);
    expect(fs.readFileSync(outside, 'utf8')).toBe('mine');
    expect(fs.existsSync('/etc/hostname')).toBe(true);
  });
});

describe('a file in the way', () => {
  test('is not overwritten, and nothing else is written', () => {
    put('b.k8s.yaml', 'mine');
    expect(() => synth(['a', 'b'])).toThrow(/b\.k8s\.yaml": a file of that name is there, which the last synthesis did not write: move it away/);
    expect(files()).toEqual(['b.k8s.yaml']);
    expect(read('b.k8s.yaml')).toBe('mine');
  });

  test('is taken over if it has the same text, as that of the App of cdk8s', () => {
    const app = new App({ outdir });
    configMap(new Chart(app, 'a', { namespace: 'a' }));
    app.synth();
    expect(() => synth(['a'])).not.toThrow();
    endRun(outdir);
    expect(() => synth(['a'], {}, () => 'changed')).not.toThrow();
  });

  test('may be a folder, or the output folder itself', () => {
    fs.mkdirSync(path.join(outdir, 'a.k8s.yaml'), { recursive: true });
    expect(() => synth(['a'])).toThrow(/a folder of that name is there: move it away/);
    fs.writeFileSync(path.join(outdir, 'file'), '');
    expect(() => synth(['a'], { outdir: path.join(outdir, 'file') })).toThrow(/cannot write ".*file": E/);
  });

  test('may be a link that leads out of the folder', () => {
    const outside = path.join(path.dirname(outdir), 'outside');
    fs.mkdirSync(outside);
    fs.mkdirSync(outdir);
    fs.symlinkSync(outside, path.join(outdir, 'a'));
    expect(() => synth(['a'], { yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE })).toThrow(/"a" is a symbolic link, which may lead out of the folder/);
    expect(fs.readdirSync(outside)).toEqual([]);
  });
});

test('a link of somebody else is not replaced by a file', () => {
  const outside = path.join(path.dirname(outdir), 'outside.yaml');
  fs.writeFileSync(outside, 'mine');
  fs.mkdirSync(outdir);
  fs.symlinkSync(outside, path.join(outdir, 'a.k8s.yaml'));
  expect(() => synth(['a'])).toThrow(/a\.k8s\.yaml": something that is no file is there: move it away/);
  expect(fs.readlinkSync(path.join(outdir, 'a.k8s.yaml'))).toBe(outside);
});

test('a file whose name changes in case only stays where the system takes both names for the same', () => {
  synth(['a']);
  // As such a system sees it: two names, one file.
  fs.linkSync(path.join(outdir, 'a.k8s.yaml'), path.join(outdir, 'A.k8s.yaml'));
  fs.appendFileSync(path.join(outdir, RECORD), 'A.k8s.yaml\n');
  synth(['a']);
  expect(files()).toEqual(['A.k8s.yaml', 'a.k8s.yaml']);
});

test('a file whose name changes in case only is removed where they are two', () => {
  synth(['a']);
  put('A.k8s.yaml', 'old');
  fs.appendFileSync(path.join(outdir, RECORD), 'A.k8s.yaml\n');
  synth(['a']);
  expect(files()).toEqual(['a.k8s.yaml']);
});

test('a record that cannot be read is an error that names the folder', () => {
  fs.mkdirSync(path.join(outdir, RECORD), { recursive: true });
  expect(() => synth(['a'])).toThrow(/^cannot write ".*dist": EISDIR/);
});

test('a disk that is full when the record is written leaves the old output and nothing else', () => {
  synth(['a']);
  endRun(outdir);
  const disk = jest.requireActual<typeof fs>('fs');
  const write = disk.writeFileSync;
  const full = jest.spyOn(disk, 'writeFileSync').mockImplementation((file, data, options) => {
    write(file, '', options);
    if (String(file).includes(RECORD)) throw new Error('ENOSPC: no space left on device, write');
    write(file, data, options);
  });
  expect(() => synth(['a', 'b'], {}, (chart) => `new-${chart}`)).toThrow(/cannot write ".*dist": ENOSPC/);
  full.mockRestore();
  expect(fs.readdirSync(outdir).sort()).toEqual([RECORD, 'a.k8s.yaml']);
  expect(read('a.k8s.yaml')).toContain('namespace: a');
});

test('a disk that fails leaves the old output and nothing else', () => {
  synth(['a', 'b']);
  endRun(outdir);
  const disk = jest.requireActual<typeof fs>('fs');
  const write = disk.writeFileSync;
  const full = jest.spyOn(disk, 'writeFileSync').mockImplementation((file, data, options) => {
    if (String(data).includes('chart: c')) throw new Error('ENOSPC: no space left on device, write');
    write(file, data, options);
  });
  expect(() => synth(['a', 'b', 'c'], {}, (chart) => `new-${chart}`)).toThrow(/cannot write ".*c\.k8s\.yaml": ENOSPC/);
  full.mockRestore();
  expect(files()).toEqual(['a.k8s.yaml', 'b.k8s.yaml']);
  expect(read('a.k8s.yaml')).toContain('namespace: a');
});

test('a synthesis that fails leaves no folder that was not there', () => {
  const before = fs.readdirSync(path.dirname(outdir));
  expect(() => synth(['a', 'b'], { outdir: path.join(outdir, 'deep'), yamlOutputType: YamlOutputType.FILE_PER_RESOURCE })).toThrow('would be written to the same file');
  expect(fs.readdirSync(path.dirname(outdir))).toEqual(before);
});

test('an interrupted synthesis is cleaned up by the next', () => {
  put('.cdk8s-waypoint-staging/0', 'half');
  synth(['a']);
  expect(files()).toEqual(['a.k8s.yaml']);
});

describe('collisions', () => {
  test('two objects in one file', () => {
    expect(() => synth(['a', 'b'], { yamlOutputType: YamlOutputType.FILE_PER_RESOURCE }))
      .toThrow('[b/settings] would be written to the same file "ConfigMap.settings.k8s.yaml" as "a/settings": rename one of the two, or choose another yamlOutputType');
    expect(fs.existsSync(outdir)).toBe(false);
  });

  test('two files that differ in case only', () => {
    const app = new WaypointApp({ outdir, yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
    const chart = new Chart(app, 'chart', { namespace: 'a' });
    for (const kind of ['Thing', 'THING']) new ApiObject(chart, kind, { apiVersion: 'example.com/v1', kind, metadata: { name: 'x' } });
    expect(() => app.synth()).toThrow('[chart/THING] would be written to "THING.x.k8s.yaml", a file that some systems take for "Thing.x.k8s.yaml" as "chart/Thing"');
  });

  test('one Namespace twice, in charts with different namespaces', () => {
    const app = new WaypointApp({ outdir });
    for (const id of ['a', 'b']) new ApiObject(new Chart(app, id, { namespace: id }), 'shop', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
    expect(() => app.synth()).toThrow('[b/shop] Namespace shop is declared by "a/shop" too, and one would overwrite the other: keep one of the two');
  });

  test('one object twice', () => {
    expect(() => synth(['a', 'b'], {}, () => 'shop')).toThrow('[b/settings] ConfigMap shop/settings is declared by "a/settings" too, and one would overwrite the other: keep one of the two');
  });
});

test.each([
  ['../../out.yaml', 'the name has an empty part, "." or "..": write one that lies in the output folder'],
  ['/../x.yaml', 'the name has an empty part, "." or ".."'],
  ['\\x.yaml', 'the name has a backslash or a control character: leave it out'],
  [`${'x'.repeat(255)}.yaml`, 'the name has 260 bytes: write at most 255'],
])('a name that leaves the folder, or fits in none: %.20s', (outputFileExtension, message) => {
  expect(() => synth(['a'], { outputFileExtension: `/${outputFileExtension}`.replace('//', '/') })).toThrow(message);
  expect(fs.existsSync(outdir)).toBe(false);
});
