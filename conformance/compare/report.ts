import * as fs from 'node:fs';
import * as path from 'node:path';
import type { AdmissionFinding } from './admission';
import type { Finding, Lane, Lost } from './lane';
import { toYaml } from '../generate/manifest';

/** Where meshes are kept that Istio's code has no answer for. */
const KEPT = path.resolve(__dirname, '../bin/lost');

/** Prints the counts, then the differences, the smallest first: at most so many, one of each kind. */
export async function report(lane: Lane, print: number, write: (text: string) => void): Promise<void> {
  write(`${lane.tally.meshes} meshes\n${lane.tally.text()}`);
  for (const lost of lane.lost) write(lostText(lost));
  const shown: { finding: Finding; yaml: string }[] = [];
  for (const finding of distinct(lane.findings).slice(0, print)) {
    shown.push({ finding, yaml: toYaml(await lane.shrunk(finding)) });
  }
  shown.sort((a, b) => a.yaml.length - b.yaml.length);
  for (const { finding, yaml } of shown) write(findingText(finding, yaml));
}

/** Prints how many objects were compared, and the differences: at most so many. */
export function reportAdmission(count: number, findings: readonly AdmissionFinding[], print: number, write: (text: string) => void): void {
  write(`  admission: ${count} objects, ${findings.length} differences\n`);
  for (const { object: { name, object, mutation }, differences } of findings.slice(0, print)) {
    const lines = differences.map(({ field, judge, ours }) => `  ${field}\n    cluster: ${JSON.stringify(judge)}\n    ours:    ${JSON.stringify(ours)}\n`);
    write(`\n${name}, ${object.kind}${mutation && `: ${mutation}`}\n${lines.join('')}${indented(toYaml([object]))}`);
  }
}

function lostText({ name, yaml, failure: { kind, message } }: Lost): string {
  return `\n${name}: ISTIO'S CODE HAS NO ANSWER (${kind}): ${message}\n  kept as ${keep(name, yaml)}\n`;
}

/** Keeps what a judge has no answer to, and returns where. */
export function keep(name: string, text: string, ending = 'yaml'): string {
  fs.mkdirSync(KEPT, { recursive: true });
  const file = path.join(KEPT, `${name.replace(/[^\w.-]+/g, '-')}.${ending}`);
  fs.writeFileSync(file, text);
  return file;
}

function findingText({ name, mode, difference: { question, object, field, judge, ours } }: Finding, yaml: string): string {
  const title = `${name}: ${question} of ${object}${field && `, ${field}`} (mode ${mode})`;
  return `\n${title}\n  Istio: ${JSON.stringify(judge)}\n  ours:  ${JSON.stringify(ours)}\n${indented(yaml)}`;
}

/** Marks the lines of a mesh among others. */
export function indented(yaml: string): string {
  return `${yaml.trimEnd().replace(/^/gm, '  | ')}\n`;
}

/** One finding for each kind of difference, of the smallest mesh; names and numbers within a field make no other kind. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of [...findings].sort((a, b) => a.values.length - b.values.length)) {
    const { question, object, field } = finding.difference;
    const kind = `${question} ${object.split('/')[0]} ${field.replace(/\.\d+/g, '').replace(/^listeners\.[^.]+/, 'listeners')}`;
    if (!seen.has(kind)) seen.set(kind, finding);
  }
  return [...seen.values()];
}
