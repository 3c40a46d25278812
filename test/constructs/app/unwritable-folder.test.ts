import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { ApiObject, Chart, YamlOutputType } from 'cdk8s';
import { endRun } from './end-run';
import { WaypointApp } from '../../../src';

let outdir: string;
beforeEach(() => { outdir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-waypoint-')), 'dist'); });
afterEach(() => fs.rmSync(path.dirname(outdir), { recursive: true }));

/** Synthesizes charts, each with a folder of its own, of a ConfigMap that says what it is told. */
function synth(charts: readonly string[], text: string): void {
  const app = new WaypointApp({ outdir, yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
  for (const id of charts) {
    new ApiObject(new Chart(app, id, { namespace: id }), 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { text } });
  }
  app.synth();
}

test.each([['replaced', ['a', 'b']], ['removed', ['a']]])('a folder in which a file cannot be %s leaves the old output as it was', (_, charts) => {
  synth(['a', 'b'], 'old');
  endRun(outdir);
  const disk = jest.requireActual<typeof fs>('fs');
  // Not by the rights of the folder: the tests may run as root, who may write everywhere.
  const denied = jest.spyOn(disk, 'accessSync').mockImplementation((folder) => {
    if (path.basename(String(folder)) === 'b') throw new Error('EACCES: permission denied, access');
  });
  expect(() => synth(charts, 'new')).toThrow(/cannot write ".*dist": EACCES/);
  denied.mockRestore();
  const texts = ['a', 'b'].map((chart) => fs.readFileSync(path.join(outdir, chart, 'ConfigMap.settings.k8s.yaml'), 'utf8'));
  expect(texts).toEqual([expect.stringContaining('text: old'), expect.stringContaining('text: old')]);
});
