import { evidenceLine, atPlace } from './at-place';
import { passageLines } from './passage-text';
import { policyLines } from './policy-text';
import { settingsLines } from './settings-text';
import type { Style } from './style';
import { printable } from './style';
import { policiesAtWaypoint, policiesAtZtunnel } from './told-policy';
import type { AuthorizationCause } from '../authorization/authorize';
import { evidenceOf } from '../binding/evidence-of';
import { waypointText } from '../binding/status-text';
import { placeIn } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';
import { DataPlane } from '../registry/data-plane';
import type { Maybe } from '../request/truth';
import { isUnknown } from '../request/truth';
import { ANSWERS } from '../traffic/answer-texts';
import type { Arrival } from '../traffic/arrival';
import type { Journey } from '../traffic/journey';
import { CLIENT_CLASSES, firstHopText } from '../traffic/notes-on-client';
import { FAILURES, NO_NAMED_PORT, reachText, workloadText } from '../traffic/notes-on-reach';
import type { Reach } from '../traffic/reach';
import { routeRulePath } from '../traffic/rule-paths';
import { answerText, weightText } from '../traffic/summary';
import { Verdict } from '../traffic/verdict';
import type { WaypointAnswer } from '../traffic/waypoint-answer';
import { isOfPolicies } from '../traffic/waypoint-answer';
import type { WaypointHop } from '../traffic/waypoint-hop';
import { originOf } from '../traffic/waypoint-hop';
import type { WaypointStop } from '../traffic/waypoint-stop';

/** The hops of a request, each with its reasons and their places. */
export function hopLines(mesh: MeshObjects, journey: Journey, style: Style): string[] {
  const { stops, reach, client } = journey;
  return [
    ...clientLines(journey, style),
    ...stops.flatMap((stop) => [
      ...waypointLines(mesh, stop, journey, style),
      ...stop.ways.flatMap((way, index) => way.backends.flatMap((backend) => reachLines(backend, stop.identity, style, index > 0))),
    ]),
    ...reach ? reachLines(reach, client.identity, style) : [],
  ];
}

function clientLines({ client, firstHop }: Journey, style: Style): string[] {
  const { binding } = firstHop;
  return [
    `${style.title('client')}  ${printable(`${client.name}, ${CLIENT_CLASSES[client.clientClass]}`)}`,
    ...client.evidence ? [evidenceLine(client.evidence, style)] : [],
    printable(`  ${firstHopText(firstHop)}`),
    ...(binding ? evidenceOf(binding) : []).map((evidence) => evidenceLine(evidence, style)),
  ];
}

function waypointLines(mesh: MeshObjects, stop: WaypointStop, journey: Journey, style: Style): string[] {
  const { waypoint, gate, hop, ways, share } = stop;
  const percent = share < 100 ? `, ${share} % of the connections` : '';
  const title = `${style.title('waypoint')}  ${printable(waypointText(waypoint))}${percent}`;
  const gateLines = gate ? [`  ztunnel before it:${decisionLine(gate.isAllowed, CAUSES[gate.cause], style).replace('  policies:', '')}`, ...policyLines(policiesAtZtunnel(gate), style)] : [];
  if (!hop) return [title, ...gateLines];
  const answer = ways.at(0)?.answer;
  return [
    `${title}${hop.chain ? `, treats it as ${hop.chain.toUpperCase()}` : ''}`,
    ...gateLines,
    ...decisionLines(hop, style),
    ...policyLines(policiesAtWaypoint(mesh, hop, journey), style),
    ...routeLine(hop, style),
    ...answer ? [] : [...passageLines(hop, journey.request, style), ...settingsLines(mesh, hop, style)],
    ...answer ? [answerLine(answer, style)] : [],
  ];
}

/** Why policies refuse a request is told where they are. */
function answerLine(answer: WaypointAnswer, style: Style): string {
  const why = isOfPolicies(answer) ? '' : `: ${ANSWERS[answer.why]}`;
  return style.bad(printable(`  ${answerText(answer)}${why}`));
}

function decisionLines({ authorization }: WaypointHop, style: Style): string[] {
  if (!authorization) return [];
  const { isAllowed, cause, token } = authorization;
  return [decisionLine(isAllowed, token ? `the token is refused: ${token.reason}` : CAUSES[cause], style)];
}

const CAUSES: Readonly<Record<AuthorizationCause, string>> = {
  'no-policy': 'no ALLOW policy applies',
  'allowed-by': 'an ALLOW rule matches',
  'policy': 'a rule refuses it',
  'no-allow': 'ALLOW policies apply, and none of their rules matches',
  'jwt': 'the token is refused',
};

function decisionLine(isAllowed: Maybe<boolean>, why: string, style: Style): string {
  if (isUnknown(isAllowed)) return `  policies: ${style.bad(printable(`it depends on ${isAllowed.dependsOn.join(', ')}`))}`;
  return `  policies: ${isAllowed ? style.good('allowed') : style.bad('denied')}, ${printable(why)}`;
}

function routeLine(hop: WaypointHop, style: Style): string[] {
  const origin = originOf(hop);
  if (!origin) return hop.routing && !hop.routing.choice ? ['  route: none applies, the Service itself takes it'] : [];
  const { manifest, rule, match } = origin;
  const text = `rule ${rule}${match === null ? '' : `, match ${match},`} of ${refText(manifest)}`;
  return [`  route: ${printable(text)}${atPlace(placeIn(manifest, routeRulePath(hop, origin)), style)}`];
}

type Backend = Reach & { readonly weight?: number | null };

function reachLines(reach: Backend, identity: Maybe<string | null>, style: Style, isOther = false): string[] {
  const name = style.title(isOther ? 'destination, if another route takes it' : 'destination');
  const title = `${name}  ${printable(`${reachText(reach)}${weightText(reach)}`)}`;
  if (reach.failure) return [`${title}  ${style.bad(`can't be reached: ${FAILURES[reach.failure]}`)}`];
  return [title, ...reach.arrivals.flatMap((arrival) => arrivalLines(arrival, identity, style))];
}

function arrivalLines(arrival: Arrival, identity: Maybe<string | null>, style: Style): string[] {
  const { decision, verdict } = arrival;
  const name = workloadText(arrival);
  if (!decision) return [printable(`  ${name}, ${verdict === Verdict.FAILED ? NO_NAMED_PORT : guardText(arrival)}`)];
  const who = isUnknown(identity) ? 'an identity that is not known' : identity === null ? 'no identity' : `spiffe://${identity}`;
  return [
    printable(`  ${name}, where ztunnel sees ${who}`),
    decisionLine(decision.isAllowed, CAUSES[decision.cause], style),
    ...policyLines(policiesAtZtunnel(decision), style),
  ];
}

function guardText({ guard }: Arrival): string {
  if (isUnknown(guard)) return 'and what guards it is not known';
  return guard.dataPlane === DataPlane.SIDECAR ? 'which has a sidecar' : 'which nothing captures';
}
