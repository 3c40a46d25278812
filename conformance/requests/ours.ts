import type { Answer } from './answer';
import { answerOf } from './answer';
import type { RuleSetMatch } from '../../src/authorization/rbac';
import { BindingReason } from '../../src/binding/binding';
import type { Canary } from '../../src/binding/canary';
import type { WaypointName } from '../../src/binding/claim';
import type { MeshObjects } from '../../src/mesh/mesh-objects';
import type { Request as Sent } from '../../src/request/request';
import type { Unknown } from '../../src/request/truth';
import { isUnknown } from '../../src/request/truth';
import { unreadableAtGateway, unreadableRoute } from '../../src/routing/unreadable-routes';
import { explain } from '../../src/traffic/explain';
import type { FirstHop } from '../../src/traffic/first-hop';
import type { Journey } from '../../src/traffic/journey';
import { questionOf } from '../../src/traffic/question';
import { TOKEN_TEXT } from '../../src/traffic/request-form';
import type { WaypointHop } from '../../src/traffic/waypoint-hop';
import { passWaypoint } from '../../src/traffic/waypoint-hop';
import type { WaypointStop } from '../../src/traffic/waypoint-stop';
import { dialledAt } from '../../src/traffic/waypoint-stop';
import type { Request } from '../generate/requests';

/** What our side says of a request: an answer, or what it depends on that the input does not tell. */
export type OurAnswer = { readonly answer: Answer } | { readonly open: readonly string[] };

/**
 * What `waypoint explain` finds out about a request.
 * @param waypoint of several that take it, such as a waypoint and its canary, the one that is asked for, as `namespace/name`
 */
export function ourAnswer(mesh: MeshObjects, request: Request, waypoint: unknown): OurAnswer {
  try {
    return explained(mesh, request, waypoint);
  } catch (error) {
    return { answer: { crash: String(error) } };
  }
}

function explained(mesh: MeshObjects, request: Request, waypoint: unknown): OurAnswer {
  const { value: question, problem } = questionOf(mesh, request, true);
  if (!question) return / has no port /.test(problem!) ? NOT_REACHED : { open: [problem!] };
  const { journeys: [journey] } = explain(mesh, question);
  const { stops, firstHop, request: sent } = journey;
  const stop = stops.find((one) => nameOf(one.waypoint) === waypoint) ?? stops.at(0);
  const hop = stop && hopOf(mesh, stop, journey);
  if (!stop || !hop || isUdp(hop)) return NOT_REACHED;
  if (nameOf(stop.waypoint) !== waypoint && canaryOf(firstHop)) return { open: ['which waypoint is asked: it is one that no connection takes'] };
  return answerAt(mesh, stop.waypoint, hop, { request, sent });
}

/** The judge has no ztunnel: what that refuses before a sandwich gets there all the same. */
function hopOf(mesh: MeshObjects, { waypoint, gate, hop }: WaypointStop, { destination, request }: Journey): WaypointHop | undefined {
  return gate?.isAllowed === false ? passWaypoint(mesh, dialledAt(mesh, waypoint, destination), request) : hop;
}

interface Asked {
  readonly request: Request;
  readonly sent: Sent;
}

function answerAt(mesh: MeshObjects, waypoint: WaypointName, hop: WaypointHop, { request, sent }: Asked): OurAnswer {
  const reached = { reached: true, waypoint: nameOf(waypoint) };
  if (isRefused(mesh, waypoint, hop)) return { answer: { ...reached, result: 'config-refused' } };
  const open = openIn(hop);
  return open.length > 0 ? { open } : { answer: withoutToken({ ...reached, ...answerOf(hop, sent, request.path ?? '/') }, request) };
}

/** Envoy refuses the routes of a waypoint, or of any port of a gateway: the judge gives it all at once. */
function isRefused(mesh: MeshObjects, waypoint: WaypointName, { dialled: { gateway } }: WaypointHop): boolean {
  if (!gateway) return unreadableRoute(mesh, waypoint) !== undefined;
  return gateway.body.spec?.listeners?.some(({ port = 0 }) => unreadableAtGateway(mesh, gateway, port)) ?? false;
}

/** The judge hides what stands in the place of a token too. */
function withoutToken(answer: Answer, { jwt }: Request): Answer {
  return jwt?.raw ? JSON.parse(JSON.stringify(answer).replaceAll(jwt.raw, TOKEN_TEXT)) as Answer : answer;
}

const NOT_REACHED: OurAnswer = { answer: { reached: false } };

function nameOf({ namespace, name }: WaypointName): string {
  return `${namespace}/${name}`;
}

/** Waypoints have no entrance for ports of UDP. */
function isUdp({ dialled: { gateway, service, port } }: WaypointHop): boolean {
  return !gateway && (service?.ports.some(({ number, protocol }) => number === port && protocol.family === 'udp') ?? false);
}

function canaryOf({ binding }: FirstHop): Canary | undefined {
  return binding?.reason === BindingReason.ACCEPTED ? binding.canary : undefined;
}

/** What an answer depends on that is not known. */
function openIn(hop: WaypointHop): string[] {
  const { authorization, routing } = hop;
  const { isAllowed, unless, dryRun = {} } = authorization ?? {};
  const pretended = Object.values(dryRun).map((match: RuleSetMatch) => match.matched === true ? match.unless : match.matched);
  const states = statesOf(hop);
  const unknowns = [isAllowed, unless, ...pretended, ...states].filter((truth): truth is Unknown => isUnknown(truth));
  return [
    ...unknowns.flatMap(({ dependsOn }) => dependsOn),
    ...routing?.alternatives.length ? ['which route matches'] : [],
    ...isClosedByChance(hop) ? ['which backend is chosen: one that is missing closes a connection before the policies are asked'] : [],
  ];
}

function statesOf({ routing, l4Routing }: WaypointHop) {
  return (routing ?? l4Routing)?.backends.map(({ cluster }) => cluster.state) ?? [];
}

function isClosedByChance(hop: WaypointHop): boolean {
  return hop.l4Routing !== undefined && hop.authorization?.isAllowed === false && new Set(statesOf(hop)).size > 1;
}
