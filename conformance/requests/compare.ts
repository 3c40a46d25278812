import { isDeepStrictEqual } from 'node:util';
import type { Answer } from './answer';
import type { Verdict } from './judge';
import { ourAnswer } from './ours';
import { loadValues } from '../../src/mesh/load';
import type { MeshObjects } from '../../src/mesh/mesh-objects';
import type { MeshSettings } from '../../src/mesh/settings';
import { GatewayStatus } from '../../src/mesh/settings';
import type { Value } from '../compare/cluster';
import { asClusterHolds } from '../compare/cluster';
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
  /** For each request that was not compared why it was not. */
  readonly notCompared: readonly string[];
}

/** Asks our side what the judge was asked, and compares. */
export function compareRequests(values: readonly Value[], requests: readonly Request[], { answers, rejected }: Omit<Verdict, 'problem'>): RequestComparison {
  const mesh = meshOf(asClusterHolds(values, Object.fromEntries(rejected.map((key) => [key, true]))));
  const outcomes = requests.map((request, index) => compareRequest(mesh, request, answers[index]));
  return {
    differences: outcomes.flatMap(({ difference }) => difference ?? []),
    compared: outcomes.flatMap(({ compared }) => compared ? [compared] : []),
    notCompared: outcomes.flatMap(({ notCompared }) => notCompared ?? []),
  };
}

const SETTINGS: MeshSettings = {
  istioVersion: ISTIO_VERSION,
  gatewayStatus: GatewayStatus.ASSUME,
  foreignGatewaysReady: false,
  isComplete: true,
};

/** The mesh as the judge sees it. */
function meshOf(values: readonly Value[]): MeshObjects {
  return loadValues(values, SETTINGS).mesh;
}

interface Outcome {
  readonly difference?: RequestDifference;
  readonly compared?: Answer;
  readonly notCompared?: string;
}

function compareRequest(mesh: MeshObjects, request: Request, judge: Answer | null): Outcome {
  if (!judge) return { notCompared: 'the judge has no answer' };
  const ours = ourAnswer(mesh, request, judge.waypoint);
  if ('open' in ours) return { notCompared: `our answer depends on ${ours.open.map(withoutNames).join(', ')}` };
  const fields = differingFields(judge, ours.answer);
  return { compared: judge, ...(fields.length > 0 && { difference: { request, fields, judge, ours: ours.answer } }) };
}

function differingFields(judge: Answer, ours: Answer): string[] {
  const fields = new Set([...Object.keys(judge), ...Object.keys(ours)]);
  return [...fields].filter((field) => !isDeepStrictEqual(judge[field], ours[field])).sort();
}

/** What an answer depends on, whatever the objects are called. */
function withoutNames(reason: string): string {
  return reason.replace(/\S*[/.\d]\S*/g, '…');
}
