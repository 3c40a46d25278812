import * as fs from 'node:fs';
import * as path from 'node:path';
import { bind, isHeadless } from '../../src/binding/bind';
import type { Binding } from '../../src/binding/binding';
import { BindingReason, waypointOfBinding } from '../../src/binding/binding';
import { conditionsOf } from '../../src/binding/conditions';
import { evidenceOf } from '../../src/binding/evidence-of';
import { waypointText } from '../../src/binding/status-text';
import type { IstioVersion } from '../../src/istio/versions';
import { parseAssumed } from '../../src/mesh/assumed';
import { loadFiles } from '../../src/mesh/load';
import type { MeshObjects } from '../../src/mesh/mesh-objects';
import { refText } from '../../src/mesh/object-ref';
import { fieldText } from '../../src/mesh/positions';
import type { MeshSettings } from '../../src/mesh/settings';
import { SourceFile } from '../../src/mesh/source-file';
import { subjectsOf } from '../../src/registry/subject';
import { notesOf } from '../../src/report/binding-notes';
import { expectGolden } from '../golden';

const FOLDER = path.join(__dirname, 'cases');
const NAMES = fs.readdirSync(FOLDER).filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -'.yaml'.length));

/** Each case is named after what it shows, says it in its first line, and has its answer in a file beside it. */
test.each(NAMES)('%s', (name) => {
  const text = fs.readFileSync(path.join(FOLDER, `${name}.yaml`), 'utf8');
  const { istioVersions, assumed, ...settings } = settingsIn(text);
  const answers = (istioVersions ?? [undefined]).map((istioVersion) => {
    const { mesh, problems } = loadFiles([new SourceFile(`${name}.yaml`, text)], { ...settings, istioVersion, assumed: assumed?.map((ref) => parseAssumed(ref)!) });
    expect(problems).toEqual([]);
    const lines = subjectsOf(mesh).flatMap((subject) => describeBinding(mesh, bind(mesh, subject)));
    return [...istioVersion ? [`Istio ${istioVersion}`] : [], ...lines, ''].join('\n');
  });
  expectGolden(path.join(FOLDER, `${name}.out`), answers.join('\n'));
});

interface CaseSettings extends Omit<MeshSettings, 'assumed'> { assumed?: string[]; istioVersions?: IstioVersion[] }

function settingsIn(text: string): CaseSettings {
  return JSON.parse(/^# settings: (.*)$/m.exec(text)?.[1] ?? '{}');
}

function describeBinding(mesh: MeshObjects, binding: Binding): string[] {
  const { subject, reason } = binding;
  const waypoint = waypointOfBinding(binding);
  const name = `${refText(subject.manifest)}${subject.endpoint === null ? '' : ` endpoint ${subject.endpoint}`}`;
  return [
    `${name} (${subject.traffic}): ${reason}${waypoint ? ` ${waypointText(waypoint)}` : ''}, ${binding.path}${isHeadless(subject) ? ', headless' : ''}`,
    ...canaryLines(binding),
    ...evidenceOf(binding).map(({ manifest, path: field, value }) => `  by ${refText(manifest)} ${fieldText(field)}${value === undefined ? '' : ` = ${JSON.stringify(value)}`}`),
    ...conditionsOf(mesh, binding).map(({ type, status, reason: why, message }) => `  ${type} ${status} ${why}: ${message}`),
    ...notesOf(binding).map((note) => `  note: ${note}`),
  ];
}

function canaryLines(binding: Binding): string[] {
  const canary = binding.reason === BindingReason.ACCEPTED ? binding.canary : undefined;
  return canary ? [`  canary ${waypointText(canary.name)} weight ${canary.weight}: ${canary.reason}`] : [];
}
