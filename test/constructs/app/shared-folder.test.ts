import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import type { AppProps } from 'cdk8s';
import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { endRun } from './end-run';
import { WaypointApp } from '../../../src';
import { RECORD } from '../../../src/constructs/app/file-record';

let outdir: string;
beforeEach(() => { outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-waypoint-')); });
afterEach(() => fs.rmSync(outdir, { recursive: true }));

const files = () => fs.readdirSync(outdir).filter((file) => file !== RECORD).sort();
const read = (file: string) => fs.readFileSync(path.join(outdir, file), 'utf8');

/** Synthesizes charts with a ConfigMap that says what it is told. */
function synth(app: App, text: string, ...charts: readonly string[]): void {
  for (const id of charts) {
    new ApiObject(new Chart(app, id, { namespace: id }), 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { text } });
  }
  app.synth();
}

const ours = (props: AppProps = {}) => new WaypointApp({ outdir, ...props });

test('apps may write different files, and the same text to one', () => {
  synth(ours(), 'same', 'a', 'b');
  synth(ours(), 'same', 'b', 'c');
  expect(files()).toEqual(['a.k8s.yaml', 'b.k8s.yaml', 'c.k8s.yaml']);
});

test('apps may not write different texts to one file', () => {
  synth(ours(), 'first', 'a');
  expect(() => synth(ours(), 'second', 'b', 'a')).toThrow(/a\.k8s\.yaml": another app of this program has written this file for \[a\], and this one would for \[a\]: rename one of the two, or give the apps different "outdir"s$/);
  expect(files()).toEqual(['a.k8s.yaml']);
  expect(read('a.k8s.yaml')).toContain('text: first');
});

test('apps may not write different texts to one file by two names of the folder', () => {
  const link = `${outdir}-link`;
  fs.symlinkSync(outdir, link);
  try {
    synth(ours(), 'first', 'a');
    synth(ours({ outdir: link }), 'second', 'b');
    expect(files()).toEqual(['a.k8s.yaml', 'b.k8s.yaml']);
    expect(() => synth(ours({ outdir: link }), 'third', 'a')).toThrow('another app of this program has written this file');
  } finally {
    fs.rmSync(link);
  }
});

test('apps may write the same file in turn if it is gone in between', () => {
  synth(ours(), 'first', 'a');
  fs.rmSync(path.join(outdir, 'a.k8s.yaml'));
  synth(ours(), 'second', 'a');
  expect(read('a.k8s.yaml')).toContain('text: second');
});

test('one app may be synthesized again, after a change', () => {
  const app = ours();
  synth(app, 'first', 'a');
  app.node.tryRemoveChild('a');
  synth(app, 'second', 'a');
  expect(read('a.k8s.yaml')).toContain('text: second');
});

test('apps may not write files that differ in case only', () => {
  const thing = (kind: string) => {
    const app = ours({ yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
    new ApiObject(new Chart(app, 'chart'), kind, { apiVersion: 'example.com/v1', kind, metadata: { name: 'x' } });
    app.synth();
  };
  thing('Thing');
  expect(() => thing('THING')).toThrow('THING.x.k8s.yaml": another app of this program has written "Thing.x.k8s.yaml", which some systems take for this file, '
    + 'for [chart/Thing], and this one would for [chart/THING]');
  expect(files()).toEqual(['Thing.x.k8s.yaml']);
});

test('what an App of cdk8s wrote before is not replaced, also where the last run wrote the file', () => {
  synth(ours(), 'last run', 'a');
  endRun(outdir);
  fs.utimesSync(path.join(outdir, RECORD), 0, 0);
  synth(new App({ outdir }), 'theirs', 'a');
  expect(() => synth(ours(), 'ours', 'a')).toThrow('a.k8s.yaml": something else has written this file while the program ran, such as an App of cdk8s, and this one would for [a]');
  expect(read('a.k8s.yaml')).toContain('text: theirs');
});

test('apps may both be asked for the metadata of constructs', () => {
  synth(ours({ recordConstructMetadata: true }), '', 'a');
  synth(ours({ recordConstructMetadata: true }), '', 'b');
  expect(read('construct-metadata.json')).toContain('"b/settings"');
});
