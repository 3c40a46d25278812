import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Finding, Lane, Lost } from './lane';
import { toYaml } from './lane';

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

function lostText({ name, yaml, failure: { kind, message } }: Lost): string {
  fs.mkdirSync(KEPT, { recursive: true });
  const file = path.join(KEPT, `${name.replace(/[^\w.-]+/g, '-')}.yaml`);
  fs.writeFileSync(file, yaml);
  return `\n${name}: ISTIO'S CODE HAS NO ANSWER (${kind}): ${message}\n  kept as ${file}\n`;
}

function findingText({ name, mode, difference: { question, object, field, judge, ours } }: Finding, yaml: string): string {
  const title = `${name}: ${question} of ${object}${field && `, ${field}`} (mode ${mode})`;
  const mesh = yaml.trimEnd().replace(/^/gm, '  | ');
  return `\n${title}\n  Istio: ${JSON.stringify(judge)}\n  ours:  ${JSON.stringify(ours)}\n${mesh}\n`;
}

/** One finding for each kind of difference, of the smallest mesh. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, Finding>();
  for (const finding of [...findings].sort((a, b) => a.values.length - b.values.length)) {
    const { question, object, field } = finding.difference;
    const kind = `${question} ${object.split('/')[0]} ${field}`;
    if (!seen.has(kind)) seen.set(kind, finding);
  }
  return [...seen.values()];
}
