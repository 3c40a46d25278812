import { requestsText } from './diff-requests';
import { enforcementText } from './enforcement-text';
import { namesText } from './names-text';
import { waypointText } from '../binding/status-text';
import type { AccessChange, AskingLimit, VerdictChange, WayChange } from '../diff/access-change';
import { AccessKind } from '../diff/access-change';
import type { Answer, Way } from '../diff/ask';
import type { BindingChange, BindingSide } from '../diff/binding-changes';
import { UNNAMED_CLIENT } from '../diff/clients';
import type { FieldChange } from '../diff/compare-values';
import type { ObjectChange } from '../diff/object-changes';
import type { Manifest } from '../mesh/manifest';
import { refText } from '../mesh/object-ref';
import { fieldText } from '../mesh/positions';
import type { Effect } from '../status/effect';
import { ClientOutcome } from '../traffic/first-hop';
import { Verdict } from '../traffic/verdict';

/** Headings of what changed for clients, in the order of their weight. */
export const ACCESS_HEADINGS: Readonly<Record<AccessKind, string>> = {
  [AccessKind.GAINED]: 'access gained',
  [AccessKind.UNGUARDED]: 'no longer guarded: past the waypoint',
  [AccessKind.LOST]: 'access lost',
  [AccessKind.MOVED]: 'moved to another waypoint',
  [AccessKind.GUARDED]: 'guarded now: through a waypoint',
};

const NAMES_SHOWN = 5;
const POLICIES_SHOWN = 8;
const LONGEST_VALUE = 60;

/** What is dialled. */
export function targetText({ manifest, host, ...change }: AccessChange): string {
  const port = 'port' in change ? `:${change.port}` : '';
  const isOwn = host === null || host.startsWith(`${manifest.name}.${manifest.namespace}.`);
  return `${refText(manifest)}${port}${isOwn ? '' : ` (${host})`}`;
}

/** Who is concerned. */
export function clientsText({ clients }: AccessChange): string {
  const named = clients.filter((name) => name !== UNNAMED_CLIENT);
  const others = named.length < clients.length ? ['any other captured client'] : [];
  const more = named.length - NAMES_SHOWN;
  return [...named.slice(0, NAMES_SHOWN), ...more > 0 ? [`${more} more`] : [], ...others].join(', ');
}

/** What changed for them, a line each; the first is the answer. */
export function accessLines(change: AccessChange): string[] {
  return 'requests' in change ? verdictLines(change) : wayLines(change);
}

function verdictLines({ before, after, requests, isCertain }: VerdictChange): string[] {
  const doubt = isCertain ? '' : ', perhaps';
  return [`${answerText(before)} → ${answerText(after)}${doubt}`, ...requestsText(requests).map((text) => `${requests.protocol}: ${text}`)];
}

/** Verdicts that a policy gives. */
const DECIDED: ReadonlySet<Verdict> = new Set([Verdict.ALLOWED, Verdict.DENIED]);

function answerText(answer: Answer | null): string {
  if (!answer) return 'not there';
  const { verdict, decidedBy } = answer;
  return `${verdict}${decidedBy !== null && DECIDED.has(verdict) ? ` by ${decidedBy}` : ''}`;
}

function wayLines({ before, after, isCertain, policiesLost, policiesGained }: WayChange): string[] {
  const doubt = isCertain ? '' : ', perhaps';
  return [
    `${wayText(before)} → ${wayText(after)}${doubt}${countText(policiesLost, 'lost')}${countText(policiesGained, 'gained')}`,
    ...after.waypoints.length === 0 ? [after.message] : [],
    ...policiesLost.length > 0 ? [`not enforced any more: ${listText(policiesLost)}`] : [],
    ...policiesGained.length > 0 ? [`enforced now: ${listText(policiesGained)}`] : [],
  ];
}

function wayText({ outcome, waypoints }: Way): string {
  if (waypoints.length === 0) return OUTCOMES[outcome];
  return waypoints.map(({ waypoint, share }) => `waypoint ${waypointText(waypoint)}${share < 100 ? ` (${share} %)` : ''}`).join(' and ');
}

const OUTCOMES: Readonly<Record<ClientOutcome, string>> = {
  [ClientOutcome.TO_WAYPOINT]: 'waypoint',
  [ClientOutcome.DIRECT]: 'direct',
  [ClientOutcome.BYPASS]: 'past the waypoint',
  [ClientOutcome.PASSTHROUGH]: 'out of the mesh',
  [ClientOutcome.REFUSED]: 'refused connections',
  [ClientOutcome.UNKNOWN]: 'not known',
};

function countText(policies: readonly Manifest[], what: string): string {
  return policies.length === 0 ? '' : `: ${policies.length} ${policies.length === 1 ? 'policy' : 'policies'} ${what}`;
}

function listText(policies: readonly Manifest[]): string {
  return namesText(policies.map(refText), POLICIES_SHOWN);
}

/** The waypoint of a subject before and after. */
export function bindingText({ before, after }: BindingChange): string {
  return `${sideText(before)} → ${sideText(after)}`;
}

function sideText(side: BindingSide | null): string {
  if (!side) return 'not there';
  const { waypoint, reason, canary, ingressUseWaypoint, path } = side;
  if (!waypoint) return reason;
  const more = [
    ...canary ? [`canary ${waypointText(canary.waypoint)} ${canary.reason === 'WaypointAccepted' ? `${canary.weight} %` : canary.reason}`] : [],
    ...ingressUseWaypoint === null ? [] : [ingressUseWaypoint ? 'ingress too' : 'not for ingress'],
    ...path === 'to-waypoint' ? [] : [path],
  ];
  return `${waypointText(waypoint)}${more.length > 0 ? ` (${more.join(', ')})` : ''}`;
}

/** What changed of a policy or route, a line each; the first is the kind of change. */
export function objectLines({ change, fields, effectBefore, effectAfter }: ObjectChange): string[] {
  const effects = [effectBefore, effectAfter].map(effectText);
  const isMoved = effects[0] !== effects[1] && (effectBefore !== null || effectAfter !== null);
  return [
    `${change === 'effect' ? 'the object is the same, its effect is not' : change}${isMoved ? `: ${effects.join(' → ')}` : ''}`,
    ...fields.map(fieldChangeText),
  ];
}

function effectText(effect: Effect | null): string {
  if (!effect) return 'not there';
  if (effect.length === 0) return 'nowhere';
  return namesText(effect.map(enforcementText), NAMES_SHOWN);
}

function fieldChangeText({ path, before, after }: FieldChange): string {
  return `${fieldText(path)}: ${valueText(before)} → ${valueText(after)}`;
}

function valueText(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** Of which port how much was asked. */
export function limitText({ manifest, host, port, protocol, asked, total }: AskingLimit): string {
  const name = host === null ? refText(manifest) : host;
  return `${name}:${port} ${protocol}: ${asked} of ${total} combinations of what policies and routes name; each value at least twice`;
}
