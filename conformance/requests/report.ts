import type { LostRequests, RequestFinding, RequestLane } from './lane';
import { indented, keep } from '../compare/report';
import { toYaml } from '../generate/manifest';

/** Prints the counts, then the differences, the smallest first: at most so many, one of each kind. */
export async function reportRequests(lane: RequestLane, print: number, write: (text: string) => void): Promise<void> {
  write(lane.tally.text());
  for (const lost of lane.lost) write(lostText(lost));
  const shown: { finding: RequestFinding; yaml: string }[] = [];
  for (const finding of distinct(lane.findings).slice(0, print)) {
    const smaller = { ...finding, ...await lane.shrunk(finding) };
    shown.push({ finding: smaller, yaml: toYaml(smaller.values) });
  }
  shown.sort((a, b) => a.yaml.length - b.yaml.length);
  for (const { finding, yaml } of shown) write(findingText(finding, yaml));
}

function lostText({ name, values, requests, message }: LostRequests): string {
  const file = keep(`requests-${name}`, toYaml(values));
  keep(`requests-${name}`, JSON.stringify(requests, null, 1), 'json');
  return `\n${name}: THE JUDGE LEAVES OUT ANSWERS: ${message.slice(0, LONGEST)}\n  kept as ${file}\n`;
}

/** Of a message about a whole mesh this much is printed. */
const LONGEST = 600;

function findingText({ name, difference: { request, fields, judge, ours } }: RequestFinding, yaml: string): string {
  const said = (answer: Readonly<Record<string, unknown>>) => JSON.stringify(answer);
  const title = `${name}: request ${request.id} differs in ${fields.join(', ')}`;
  return `\n${title}\n  request: ${JSON.stringify(request)}\n  Envoy: ${said(judge)}\n  ours:  ${said(ours)}\n${indented(yaml)}`;
}

/** One finding for each set of fields and causes, of the smallest mesh. */
function distinct(findings: readonly RequestFinding[]): RequestFinding[] {
  const seen = new Map<string, RequestFinding>();
  for (const finding of [...findings].sort((a, b) => a.values.length - b.values.length)) {
    const { fields, judge, ours } = finding.difference;
    const kind = `${fields.join()} ${String(judge.why)} ${String(ours.why)}`;
    if (!seen.has(kind)) seen.set(kind, finding);
  }
  return [...seen.values()];
}
