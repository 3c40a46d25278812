import type { Style } from './style';
import { printable } from './style';
import type { AuthorizationCause } from '../authorization/authorize';
import type { ZtunnelDecision } from '../authorization/ztunnel/decide';
import type { Evidence } from '../binding/evidence';
import { placeOfEvidence } from '../binding/evidence';
import { evidenceOf } from '../binding/evidence-of';
import { waypointText } from '../binding/status-text';
import type { Manifest } from '../mesh/manifest';
import { placeIn } from '../mesh/manifest';
import { refText } from '../mesh/object-ref';
import type { FieldPath } from '../mesh/positions';
import { fieldText } from '../mesh/positions';
import type { Place } from '../mesh/source-file';
import type { Maybe } from '../request/truth';
import { isUnknown } from '../request/truth';
import type { Arrival } from '../traffic/arrival';
import type { Journey } from '../traffic/journey';
import { ANSWERS } from '../traffic/notes';
import { firstHopText } from '../traffic/notes-on-client';
import { reachText, workloadText } from '../traffic/notes-on-reach';
import type { Reach } from '../traffic/reach';
import type { WaypointHop } from '../traffic/waypoint-hop';
import { originOf } from '../traffic/waypoint-hop';
import type { WaypointStop } from '../traffic/waypoint-stop';

/** The hops of a request, each with its reasons and their places. */
export function hopLines(journey: Journey, style: Style): string[] {
  const { stops, reach, client } = journey;
  return [
    ...clientLines(journey, style),
    ...stops.flatMap((stop) => [
      ...waypointLines(stop, style),
      ...stop.ways.flatMap(({ backends }) => backends).flatMap((backend) => reachLines(backend, stop.identity, style)),
    ]),
    ...reach ? reachLines(reach, client.identity, style) : [],
  ];
}

function clientLines({ client, firstHop }: Journey, style: Style): string[] {
  const { binding } = firstHop;
  return [
    `${style.title('client')}  ${printable(`${client.name}, ${client.clientClass}`)}`,
    ...client.evidence ? [evidenceLine(client.evidence, style)] : [],
    printable(`  ${firstHopText(firstHop)}`),
    ...(binding ? evidenceOf(binding) : []).map((evidence) => evidenceLine(evidence, style)),
  ];
}

function evidenceLine(evidence: Evidence, style: Style): string {
  const { manifest, path, value } = evidence;
  const text = `    ${fieldText(path)}${value === undefined ? '' : `: ${value}`} of ${refText(manifest)}`;
  return `${printable(text)}${placeText(placeOfEvidence(evidence), style)}`;
}

function placeText(place: Place | null, style: Style): string {
  return place ? `  ${style.faint(printable(`${place.file}:${place.line}:${place.column}`))}` : '';
}

function at(manifest: Manifest, path: FieldPath, style: Style): string {
  return placeText(placeIn(manifest, path), style);
}

function waypointLines({ waypoint, hop, ways }: WaypointStop, style: Style): string[] {
  const title = `${style.title('waypoint')}  ${printable(waypointText(waypoint))}`;
  if (!hop) return [title];
  const answer = ways.at(0)?.answer;
  const status = answer && answer.status !== null ? `${answer.status}: ` : '';
  return [
    `${title}${hop.chain ? `, treats it as ${hop.chain.toUpperCase()}` : ''}`,
    ...policyLine(hop, style),
    ...routeLine(hop, style),
    ...answer ? [style.bad(printable(`  answers itself: ${status}${ANSWERS[answer.why]}`))] : [],
  ];
}

function policyLine({ authorization }: WaypointHop, style: Style): string[] {
  if (!authorization) return [];
  const { isAllowed, cause, by, token } = authorization;
  const decision = decisionText(isAllowed, style);
  if (!by) return [`  policies: ${decision}, ${printable(token ? `the token is refused: ${token.reason}` : CAUSES[cause])}`];
  const rule = `rule ${by.rule} of ${refText(by.policy)} matches`;
  return [`  policies: ${decision}, ${printable(rule)}${at(by.policy, ['spec', 'rules', by.rule], style)}`];
}

const CAUSES: Readonly<Record<AuthorizationCause, string>> = {
  'no-policy': 'none applies',
  'allowed-by': 'an ALLOW rule matches',
  'policy': 'a rule matches',
  'no-allow': 'ALLOW policies apply and none of their rules matches',
  'jwt': 'the token is refused',
};

function decisionText(isAllowed: Maybe<boolean>, style: Style): string {
  if (isUnknown(isAllowed)) return style.bad(printable(`depends on ${isAllowed.dependsOn.join(', ')}`));
  return isAllowed ? style.good('allowed') : style.bad('denied');
}

function routeLine(hop: WaypointHop, style: Style): string[] {
  const origin = originOf(hop);
  if (!origin) return hop.routing && !hop.routing.choice ? ['  route: none applies, the Service itself takes it'] : [];
  const { manifest, rule, match } = origin;
  const text = `${refText(manifest)} rule ${rule}${match === null ? '' : ` match ${match}`}`;
  return [`  route: ${printable(text)}${at(manifest, ['spec'], style)}`];
}

function reachLines(reach: Reach & { readonly weight?: number | null }, identity: Maybe<string | null>, style: Style): string[] {
  const weight = typeof reach.weight === 'number' ? ` (weight ${reach.weight})` : '';
  const title = `${style.title('destination')}  ${printable(`${reachText(reach)}${weight}`)}`;
  if (reach.failure) return [`${title}  ${style.bad('can\'t be reached')}`];
  return [title, ...reach.arrivals.flatMap((arrival) => arrivalLines(arrival, identity, style))];
}

function arrivalLines(arrival: Arrival, identity: Maybe<string | null>, style: Style): string[] {
  const { decision, guard } = arrival;
  const who = isUnknown(identity) ? 'an identity that is not known' : identity === null ? 'no identity' : `spiffe://${identity}`;
  if (!decision) return [printable(`  ${workloadText(arrival)}, ${isUnknown(guard) ? 'guard not known' : `data plane ${guard.dataPlane}`}`)];
  return [printable(`  ${workloadText(arrival)}, where ztunnel sees ${who}`), ztunnelLine(decision, style)];
}

function ztunnelLine({ isAllowed, cause, by }: ZtunnelDecision, style: Style): string {
  const text = `    policies: ${decisionText(isAllowed, style)}, `;
  if (!by) return `${text}${CAUSES[cause]}`;
  const { source, name } = by.policy;
  return `${text}${printable(`rule ${by.rule} of ${source ? refText(source) : name} matches`)}${source ? at(source, ['spec'], style) : ''}`;
}
