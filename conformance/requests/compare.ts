import type { Answer } from './answer';
import type { Verdict } from './judge';
import { ourAnswer } from './ours';
import { loadValues } from '../../src/mesh/load';
import type { MeshObjects } from '../../src/mesh/mesh-objects';
import { GatewayStatus } from '../../src/mesh/settings';
import type { Value } from '../compare/cluster';
import { asClusterHolds } from '../compare/cluster';
import { differences } from '../compare/facts';
import { ISTIO_VERSION } from '../compare/ours';
import type { Request } from '../generate/requests';

/** A request that both sides say different things of. */
export interface RequestDifference {
  readonly request: Request;
  /** The fields in which the answers differ. */
  readonly fields: readonly string[];
  readonly judge: Answer;
  readonly ours: Answer;
}

/** The outcome of the requests to one mesh. */
export interface RequestComparison {
  readonly differences: readonly RequestDifference[];
  /** The judge's answers that were compared. */
  readonly compared: readonly Answer[];
  /** How many requests were not compared, by the reason. */
  readonly notCompared: Readonly<Record<string, number>>;
}

/** Asks our side what the judge was asked, and compares. */
export function compareRequests(values: readonly Value[], requests: readonly Request[], { answers, rejected }: Omit<Verdict, 'problem'>): RequestComparison {
  const mesh = meshOf(asClusterHolds(values, Object.fromEntries(rejected.map((key) => [key, true]))));
  const found: RequestDifference[] = [];
  const compared: Answer[] = [];
  const notCompared: Record<string, number> = {};
  for (const [index, request] of requests.entries()) {
    const judge = answers[index];
    const ours = ourAnswer(mesh, request, judge?.waypoint);
    const reason = judge ? 'open' in ours ? `our answer depends on ${ours.open.map(kindOf).join(', ')}` : undefined : 'the judge has no answer';
    if (!judge || 'open' in ours) {
      notCompared[reason!] = (notCompared[reason!] ?? 0) + 1;
      continue;
    }
    compared.push(judge);
    const fields = differingFields(judge, ours.answer);
    if (fields.length > 0) found.push({ request, fields, judge, ours: ours.answer });
  }
  return { differences: found, compared, notCompared };
}

/** The mesh as the judge sees it. */
function meshOf(values: readonly Value[]): MeshObjects {
  return loadValues(values, { istioVersion: ISTIO_VERSION, gatewayStatus: GatewayStatus.ASSUME, foreignGatewaysReady: false }).mesh;
}

function differingFields(judge: Answer, ours: Answer): string[] {
  const missing = (from: Answer, other: Answer) => Object.fromEntries(Object.keys(from).filter((field) => !(field in other)).map((field) => [field, undefined]));
  const facts = (answer: Answer, other: Answer) => new Map([['', { ...answer, ...missing(other, answer) }]]);
  return differences('', facts(judge, ours), facts(ours, judge)).map(({ field }) => field).sort();
}

/** What an answer depends on, without the names of objects. */
function kindOf(reason: string): string {
  return reason.replace(/\S*[/.\d]\S*/g, '…');
}
