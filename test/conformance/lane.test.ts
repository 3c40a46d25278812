import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Case } from '../../conformance/compare/cases';
import type { Answer } from '../../conformance/compare/facts';
import type { Question, Response } from '../../conformance/compare/judge';
import { Lane } from '../../conformance/compare/lane';
import { report } from '../../conformance/compare/report';

const NOTHING: Answer = {
  mode: 'assume', rejected: {}, services: {}, serviceEntries: {}, workloads: {}, gateways: {}, routes: {}, policies: {}, ztunnelPolicies: {},
};
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n  namespace: shop\n  labels:\n    app: a\n';
const OTHERS = ['b', 'c', 'd'].map((name) => `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: shop\n`).join('');
const RIGHT: Answer = { ...NOTHING, services: { 'shop/a': { waypoint: null, weightedWaypoints: null, conditions: {} } } };
const WRONG: Answer = { ...NOTHING, services: { 'shop/a': { waypoint: 'shop/waypoint', weightedWaypoints: null, conditions: {} } } };

function laneWith(answer: (question: Question, index: number) => Response): Lane {
  let asked = 0;
  return new Lane(() => ({ ask: (question) => Promise.resolve(answer(question, asked++)), close: () => undefined }));
}

function cases(...yaml: string[]): Iterator<Case> {
  return yaml.map((text, index): Case => ({ name: `case ${index}`, mode: 'assume', yaml: text })).values();
}

async function reportOf(lane: Lane): Promise<string> {
  let text = '';
  await report(lane, 3, (more) => { text += more; });
  return text;
}

test('a mesh that Istio crashes on is reported and kept, and the next one is compared', async () => {
  const crash: Response = { failed: { kind: 'crash', message: 'panic: nil map' } };
  const lane = laneWith(({ yaml }) => yaml.includes('kind: Service') ? { answer: RIGHT } : crash);
  const breaking = OTHERS.replace('---\n', '');
  await lane.run(cases(breaking, SERVICE));
  expect(lane.tally.meshes).toBe(1);
  const text = await reportOf(lane);
  expect(text).toContain("case 0: ISTIO'S CODE HAS NO ANSWER (crash): panic: nil map");
  const file = /kept as (.*)/.exec(text)![1];
  expect(path.basename(file)).toBe('case-0.yaml');
  expect(fs.readFileSync(file, 'utf8')).toBe(breaking);
  fs.rmSync(file);
});

test('a difference that lasts is printed with a smaller mesh that shows it', async () => {
  const lane = laneWith(({ yaml }) => ({ answer: yaml.includes('kind: Service') ? WRONG : NOTHING }));
  await lane.run(cases(`${SERVICE}${OTHERS}`));
  expect(lane.findings.map(({ difference }) => difference)).toEqual([
    { question: 'binding', object: 'Service/shop/a', field: 'waypoint', judge: 'shop/waypoint', ours: null },
  ]);
  expect(await reportOf(lane)).toMatch(/Istio: "shop\/waypoint"\n {2}ours: {2}null\n {2}\| apiVersion: v1\n {2}\| kind: Service\n {2}\| metadata:\n {2}\| {3}name: a\n {2}\| {3}namespace: shop\n$/);
});

test('a difference that does not last is counted apart', async () => {
  const lane = laneWith((_, index) => ({ answer: index === 0 ? WRONG : RIGHT }));
  await lane.run(cases(SERVICE));
  expect(lane.findings).toEqual([]);
  expect(lane.tally.text()).toContain('by chance, and so not counted: 1 ');
});
