import type { AskingLimit, VerdictChange } from './access-change';
import { AccessKind } from './access-change';
import type { Answer } from './ask';
import { ask, usualHost } from './ask';
import type { ClientGroup } from './clients';
import type { Comparison, GuardedTarget } from './comparison';
import type { Point, Sample } from './dimension';
import { boxesOf, sampleOf } from './dimension';
import { addPolicies } from './named-by-policies';
import { addRoutes } from './named-by-routes';
import { addTokens } from './named-tokens';
import { dimensionsOf, formAt, protocolsOf } from './requests';
import { portsOf } from './target';
import { Vocabulary } from './vocabulary';
import type { Protocol } from '../request/request';
import type { RequestForm } from '../traffic/request-form';
import { Verdict } from '../traffic/verdict';

/** What is asked of one port in one protocol. */
interface Enquiry {
  readonly target: GuardedTarget;
  readonly port: number;
  readonly protocol: Protocol;
  readonly sample: Sample;
}

/** What came out of asking, and how far it goes. */
export interface VerdictAnswers {
  /** The requests that are answered otherwise than before. */
  readonly changes: readonly VerdictChange[];
  readonly limits: readonly AskingLimit[];
}

/** Sends the requests that policies and routes speak of, before and after. */
export function verdictChanges(comparison: Comparison, target: GuardedTarget, groups: readonly ClientGroup[]): VerdictAnswers {
  const enquiries = enquiriesOf(comparison, target);
  return {
    changes: enquiries.flatMap((enquiry) => groups.flatMap((group) => changesFor(comparison, enquiry, group))),
    limits: enquiries.filter(({ sample: { points, total } }) => points.length < total).map(limitOf),
  };
}

function limitOf({ target: { manifest, host }, port, protocol, sample: { points, total } }: Enquiry): AskingLimit {
  return { manifest, host, port, protocol, asked: points.length, total };
}

function enquiriesOf(comparison: Comparison, target: GuardedTarget): Enquiry[] {
  const protocols = new Map<number, Set<Protocol>>();
  for (const port of [target.before, target.after].flatMap((dialled) => dialled ? portsOf(dialled) : [])) {
    protocols.set(port.number, new Set([...protocols.get(port.number) ?? [], ...protocolsOf(port)]));
  }
  return [...protocols].sort(([a], [b]) => a - b).flatMap(([port, all]) => {
    const vocabulary = vocabularyOf(comparison, target, port);
    const host = usualHost((target.after ?? target.before)!, port);
    return [...all].sort().map((protocol) => ({ target, port, protocol, sample: sampleOf(dimensionsOf(vocabulary, protocol, host)) }));
  });
}

/** What policies and routes of both meshes name. */
function vocabularyOf({ before, after, isChanged }: Comparison, target: GuardedTarget, port: number): Vocabulary {
  const vocabulary = new Vocabulary();
  for (const guards of [target.guards.before, target.guards.after]) {
    addPolicies(vocabulary, guards, isChanged);
    addTokens(vocabulary, guards, isChanged);
  }
  if (target.before) addRoutes(vocabulary, before, { dialled: target.before, waypoints: target.guards.before.waypoints, port }, isChanged);
  if (target.after) addRoutes(vocabulary, after, { dialled: target.after, waypoints: target.guards.after.waypoints, port }, isChanged);
  return vocabulary;
}

interface Asked {
  readonly point: Point;
  readonly form: RequestForm;
  readonly before: Answer | null;
  readonly after: Answer | null;
}

function changesFor({ before, after }: Comparison, enquiry: Enquiry, group: ClientGroup): VerdictChange[] {
  const { target, port, protocol, sample: { dimensions, points } } = enquiry;
  const kinds = new Map<string, { change: Pick<VerdictChange, 'kind' | 'isCertain'>; asked: Asked[] }>();
  for (const point of points) {
    const form = { from: group.names[0], to: addressText(target, port), ...formAt(dimensions, protocol, point) };
    const answers = {
      before: target.before ? ask(before, group.before, target.before, port, form) : null,
      after: target.after ? ask(after, group.after, target.after, port, form) : null,
    };
    const change = changeOf(answers.before, answers.after);
    if (!change) continue;
    const key = [change.kind, answers.before?.verdict, answers.after?.verdict].join(' ');
    const same = kinds.get(key) ?? { change, asked: [] };
    kinds.set(key, same);
    same.asked.push({ point, form, ...answers });
  }
  return [...kinds.values()].map(({ change, asked }) => merged(enquiry, group, change, asked));
}

function merged(
  { target, port, protocol, sample: { dimensions } }: Enquiry, group: ClientGroup, change: Pick<VerdictChange, 'kind' | 'isCertain'>, asked: readonly Asked[],
): VerdictChange {
  const [{ form, before, after }] = asked;
  const boxes = boxesOf(asked.map(({ point }) => point));
  const { manifest, host } = target;
  return { ...change, manifest, host, port, clients: group.names, requests: { protocol, dimensions, boxes }, example: form, before, after };
}

function addressText({ manifest, host }: GuardedTarget, port: number): string {
  return host === null ? `pod:${manifest.kind}/${manifest.namespace}/${manifest.name}:${port}` : `${host}:${port}`;
}

/** How much access a verdict is. */
const ACCESS: Readonly<Record<Verdict, number>> = {
  [Verdict.DENIED]: 0,
  [Verdict.FAILED]: 0,
  [Verdict.DEPENDS]: 1,
  [Verdict.UNKNOWN]: 1,
  [Verdict.ALLOWED]: 2,
};

function changeOf(before: Answer | null, after: Answer | null): Pick<VerdictChange, 'kind' | 'isCertain'> | undefined {
  const [had, has] = [before, after].map((answer) => answer ? ACCESS[answer.verdict] : 0);
  if (had === has) return undefined;
  return { kind: had < has ? AccessKind.GAINED : AccessKind.LOST, isCertain: had !== 1 && has !== 1 };
}
