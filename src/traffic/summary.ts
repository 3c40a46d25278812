import { ANSWERS } from './answer-texts';
import type { Arrival } from './arrival';
import type { Explanation } from './explain';
import { ClientOutcome } from './first-hop';
import type { Journey } from './journey';
import { firstHopText } from './notes-on-client';
import { FAILURES, NO_NAMED_PORT, reachText, workloadText } from './notes-on-reach';
import type { Reach } from './reach';
import { Verdict } from './verdict';
import type { WaypointAnswer } from './waypoint-answer';
import type { WaypointHop } from './waypoint-hop';
import type { Way, WaypointStop } from './waypoint-stop';
import type { Authorization } from '../authorization/authorize';
import type { ZtunnelDecision } from '../authorization/ztunnel/decide';
import { waypointText } from '../binding/status-text';
import { refText } from '../mesh/object-ref';
import { isUnknown } from '../request/truth';
import { routingDoubts } from '../routing/route-request';

/** Why a request has the verdict that it has, in a sentence. Of several ways the first with that verdict is told, else the first. */
export function summaryOf({ verdict, journeys }: Explanation): string {
  const journey = journeys.find((one) => one.verdict === verdict) ?? journeys[0];
  const stop = journey.stops.find((one) => one.verdict === verdict) ?? journey.stops.at(0);
  return stop ? stopSummary(stop) : straightSummary(journey);
}

function straightSummary({ firstHop, reach }: Journey): string {
  if (!reach || firstHop.outcome === ClientOutcome.UNKNOWN) return firstHopText(firstHop);
  const way = firstHop.outcome === ClientOutcome.BYPASS ? firstHopText(firstHop) : `it goes straight to ${reachText(reach)}`;
  return reach.verdict === Verdict.ALLOWED ? way : reachSummary(reach);
}

function stopSummary(stop: WaypointStop): string {
  const { waypoint, gate, hop, ways, verdict } = stop;
  const name = `the waypoint ${waypointText(waypoint)}`;
  if (gate && gate.isAllowed !== true && (!hop || isOpen(verdict))) return `the ztunnel before ${name} ${gateText(gate)}`;
  if (!hop) return `${name} ${unreachedText(stop)}`;
  const isAllowed = hop.authorization?.isAllowed;
  if (isUnknown(isAllowed)) return `what the policies of ${name} decide depends on ${isAllowed.dependsOn.join(', ')}`;
  return `${name} ${ways.length > 1 && verdict === Verdict.DEPENDS ? doubtText(hop) : wayText(hop, ways[0])}`;
}

function isOpen(verdict: Verdict): boolean {
  return verdict === Verdict.DEPENDS || verdict === Verdict.UNKNOWN;
}

function gateText(gate: ZtunnelDecision): string {
  const { isAllowed } = gate;
  return isUnknown(isAllowed) ? `decides by ${isAllowed.dependsOn.join(', ')}, which is not known` : `refuses it: ${ztunnelCause(gate)}`;
}

function unreachedText({ open, failure }: WaypointStop): string {
  return open ?? `can't be reached${failure === undefined ? ' on port 15008' : `: ${failure}`}`;
}

function doubtText({ routing }: WaypointHop): string {
  const doubts = routing && routingDoubts(routing);
  return `lets it pass; ${routing?.preflightDoubt ? 'what becomes of it' : 'which route takes it'} depends on ${doubts?.dependsOn.join(', ') ?? 'the request'}`;
}

function wayText({ authorization }: WaypointHop, { answer, backends }: Way): string {
  return answer
    ? `${answerText(answer)}: ${becauseOf(answer, authorization)}`
    : `${passText(authorization)}, ${onwards(backends)}`;
}

/** What a client gets of an answer that no backend gave. */
export function answerText({ status, grpcStatus, location }: WaypointAnswer): string {
  if (status === null) return 'closes the connection';
  return `answers ${status}${grpcStatus === undefined ? '' : ` with grpc-status ${grpcStatus}`}${location === undefined ? '' : ` to ${location}`}`;
}

function becauseOf({ why }: WaypointAnswer, authorization: Authorization | undefined): string {
  const { by, token } = authorization ?? {};
  if (why === 'policy' && by) return `rule ${by.rule} of ${refText(by.policy)} refuses it`;
  return why === 'jwt' && token ? `the token is refused: ${token.reason}` : ANSWERS[why];
}

function passText({ by }: Partial<Authorization> = {}): string {
  return by ? `lets it pass, by rule ${by.rule} of ${refText(by.policy)}` : 'lets it pass';
}

function onwards(backends: readonly (Reach & { readonly weight: number | null })[]): string {
  const bad = backends.find(({ verdict }) => verdict !== Verdict.ALLOWED);
  if (bad) return `and then: ${reachSummary(bad)}`;
  return backends.length > 0
    ? `and sends it to ${backends.map((backend) => `${reachText(backend)}${weightText(backend)}`).join(' or ')}`
    : 'and sends it to where the client dialled';
}

/** The share of a backend, in brackets after its name. */
export function weightText({ weight }: { readonly weight?: number | null }): string {
  return typeof weight === 'number' ? ` (weight ${weight})` : '';
}

function reachSummary(reach: Reach): string {
  const { failure, open, arrivals, verdict } = reach;
  if (failure) return `${reachText(reach)} can't be reached, ${FAILURES[failure]}`;
  if (open) return `what becomes of it at ${reachText(reach)} depends on ${open.dependsOn.join(', ')}`;
  const decisive = arrivals.find((arrival) => arrival.verdict === verdict) ?? arrivals[0];
  return arrivalSummary(decisive);
}

function arrivalSummary(arrival: Arrival): string {
  const { decision, verdict, guard } = arrival;
  const name = workloadText(arrival);
  if (!decision) return verdict === Verdict.FAILED ? `${name} can't be reached, ${NO_NAMED_PORT}` : `what guards ${name} is not predicted`;
  if (isUnknown(decision.isAllowed)) return `what ztunnel decides at ${name} depends on ${decision.isAllowed.dependsOn.join(', ')}`;
  if (isUnknown(guard)) return `what guards ${name} depends on ${guard.dependsOn.join(', ')}`;
  return decision.isAllowed ? `ztunnel lets it in at ${name}` : `ztunnel refuses it at ${name}: ${ztunnelCause(decision)}`;
}

function ztunnelCause({ by }: ZtunnelDecision): string {
  if (!by) return 'ALLOW policies apply, and none of their rules matches';
  const { policy: { source, name }, rule } = by;
  return `rule ${rule} of ${source ? refText(source) : name} matches`;
}
