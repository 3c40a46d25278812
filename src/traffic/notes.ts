import type { Explanation } from './explain';
import type { Journey } from './journey';
import { bypassedPolicies } from './lost-policies';
import type { LossCause } from './lost-policies';
import { CLIENT_CLASSES, clientNotes } from './notes-on-client';
import { extensionNotes } from './notes-on-extensions';
import { reachNotes, refusedText } from './notes-on-reach';
import { Verdict } from './verdict';
import type { WaypointHop } from './waypoint-hop';
import type { WaypointStop } from './waypoint-stop';
import { reachNote } from '../binding/path-note';
import { waypointText } from '../binding/status-text';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';
import { isUnknown } from '../request/truth';
import { doubtsOf } from '../routing/match-request';
import { refusedRoutesFor } from '../routing/virtual-services';

/** What is to be known of a request beyond its verdict and its hops: sentences without a final period. */
export function notesOf(mesh: MeshObjects, explanation: Explanation): string[] {
  const notes = [
    ...alternativeNotes(explanation),
    ...explanation.journeys.flatMap((journey) => journeyNotes(mesh, journey)),
    ...gainNotes(explanation),
  ];
  return [...new Set(notes)];
}

/** Where a client may get on its way in several ways each way has its verdict. */
function alternativeNotes({ question, journeys }: Explanation): string[] {
  if (question.asked.length < 2) return [];
  const verdicts = question.asked.map(({ client }) => journeys.find((journey) => journey.client === client)!.verdict);
  const [{ client: { name, isOneOfSeveral } }] = question.asked;
  if (isOneOfSeveral) {
    const ways = question.asked.map(({ client }, index) => `${verdicts[index]} if ${CLIENT_CLASSES[client.clientClass]}`);
    return [`the workloads that run as ${name} get on their way differently: ${ways.join(', ')}`];
  }
  return [`whether ztunnel captures ${name} is not known: ${verdicts[0]} if it does, ${verdicts[1]} if not`];
}

function journeyNotes(mesh: MeshObjects, journey: Journey): string[] {
  return [
    ...clientNotes(journey),
    ...bypassNotes(mesh, journey),
    ...journey.stops.flatMap((stop) => stopNotes(mesh, stop)),
    ...journey.reach ? reachNotes(mesh, journey.reach) : [],
  ];
}

function bypassNotes(mesh: MeshObjects, journey: Journey): string[] {
  const policies = bypassedPolicies(mesh, journey);
  return policies.length > 0 ? [`not enforced on this request, as it goes past the waypoint: ${policies.map(refText).join(', ')}`] : [];
}

function stopNotes(mesh: MeshObjects, stop: WaypointStop): string[] {
  return [
    ...waypointNotes(stop),
    ...refusedNotes(mesh, stop),
    ...hopNotes(stop),
    ...extensionNotes(mesh, stop),
    ...stop.ways.flatMap(({ backends }) => backends.flatMap((backend) => reachNotes(mesh, backend, backend.weight))),
  ];
}

/** Refused policies are told among the others. */
function refusedNotes(mesh: MeshObjects, { hop }: WaypointStop): string[] {
  const host = hop?.dialled.service?.host;
  return host === undefined ? [] : refusedRoutesFor(mesh, host).map(refusedText);
}

function waypointNotes({ waypoint, share, open, failure }: WaypointStop): string[] {
  const name = `waypoint ${waypointText(waypoint)}`;
  const fault = reachNote(waypoint);
  return [
    ...share < 100 ? [`${share} % of the connections take the ${name}`] : [],
    ...fault === undefined ? [] : [`the ${name} ${fault}`],
    ...waypoint.gateway ? [] : [`the ${name} is not in the input: what is told of it holds if nothing else there says more`],
    ...open === undefined ? [] : [`the ${name} ${open}`],
    ...failure === undefined ? [] : [`the ${name} can't be reached: ${failure}`],
  ];
}

function hopNotes({ hop }: WaypointStop): string[] {
  return hop ? [...policyNotes(hop), ...routingNotes(hop)] : [];
}

function policyNotes({ authorization }: WaypointHop): string[] {
  const { isAllowed, unless } = authorization ?? {};
  if (isUnknown(isAllowed)) return [`what the policies decide depends on ${isAllowed.dependsOn.join(', ')}`];
  return unless ? [`which rule decides depends on ${unless.dependsOn.join(', ')}, the verdict does not`] : [];
}

function routingNotes({ routing }: WaypointHop): string[] {
  const { choice, preflightDoubt } = routing ?? {};
  const doubts = choice && doubtsOf(choice);
  return [
    ...doubts ? [`which route takes the request depends on ${doubts.dependsOn.join(', ')}`] : [],
    ...preflightDoubt ? [`whether the route answers the request itself, as a preflight, depends on ${preflightDoubt.dependsOn.join(', ')}`] : [],
  ];
}

/** The fail-open check: without its waypoint a Service is open to all that ztunnel's policies let pass. */
function gainNotes({ verdict, withoutWaypoint }: Explanation): string[] {
  if (!withoutWaypoint) return [];
  const isGained = verdict === Verdict.DENIED && withoutWaypoint.verdict === Verdict.ALLOWED;
  return isGained ? ['if the waypoint is absent or not ready the request is allowed: its policies are then not enforced'] : [];
}

/** What is lost with a policy, in words. */
export const LOSSES: Readonly<Record<LossCause, string>> = {
  'refuses': 'it refuses this request, and only the waypoint enforces it',
  'does-not-allow': 'it does not allow this request, and only the waypoint enforces it',
  'guards': 'only the waypoint enforces it',
};
