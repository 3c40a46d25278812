import type { Peer } from './arrival';
import type { Client } from './client';
import { ClientClass, hasIdentity } from './client';
import type { Destination } from './destination';
import type { FirstHop } from './first-hop';
import { ClientOutcome, firstHop } from './first-hop';
import type { Reach } from './reach';
import { reachService, reachWorkload } from './reach';
import { oneOf, Verdict } from './verdict';
import type { WaypointStop } from './waypoint-stop';
import { stopAt } from './waypoint-stop';
import type { MeshObjects } from '../mesh/mesh-objects';
import { rememberPair } from '../mesh/remember';
import { endpointsOf } from '../registry/endpoints';
import { isHeadless } from '../registry/mesh-service';
import { targetPort } from '../registry/target-port';
import type { Workload } from '../registry/workloads';
import type { Request } from '../request/request';

/** The way of one request through the mesh. */
export interface Journey {
  readonly client: Client;
  /** What it sends. */
  readonly request: Request;
  /** What it dials in fact: of a headless Service, or for a client that dials endpoints, one of those. */
  readonly destination: Destination;
  readonly firstHop: FirstHop;
  /** The waypoint, and the canary beside it. */
  readonly stops: readonly WaypointStop[];
  /** Where it gets to straight from the client; absent if it takes a waypoint, or gets nowhere. */
  readonly reach?: Reach;
  readonly verdict: Verdict;
}

/** Sends a request on its way. Of a headless Service each endpoint is one way. */
export function journeysOf(mesh: MeshObjects, client: Client, destination: Destination, request: Request): Journey[] {
  return dialledBy(mesh, client, destination).map((dialled) => journeyTo(mesh, client, dialled, request));
}

/**
 * The way that a request takes if the waypoint were absent.
 * @see istio pilot/pkg/serviceregistry/ambient/waypoints.go fetchWaypointForService, which then gives ztunnel none
 */
export function journeyWithoutWaypoint(mesh: MeshObjects, journey: Journey): Journey {
  return straight(mesh, { ...journey, firstHop: { ...journey.firstHop, outcome: ClientOutcome.DIRECT, waypoints: [] } });
}

function journeyTo(mesh: MeshObjects, client: Client, destination: Destination, request: Request): Journey {
  const first = firstHop(mesh, client, destination);
  const start = { client, request, destination, firstHop: first };
  if (first.outcome !== ClientOutcome.TO_WAYPOINT) return straight(mesh, start);
  const stops = first.waypoints.map(({ waypoint, share }) => stopAt(mesh, waypoint, share, destination, request));
  return { stops, verdict: oneOf(stops.map(({ verdict }) => verdict)), ...start };
}

function straight(mesh: MeshObjects, start: Pick<Journey, 'client' | 'request' | 'destination' | 'firstHop'>): Journey {
  const { client, request, destination, firstHop: first } = start;
  const journey = { client, request, destination, firstHop: first, stops: [] };
  if (first.outcome === ClientOutcome.REFUSED) return { verdict: Verdict.FAILED, ...journey };
  if (destination.kind === 'elsewhere') return { verdict: Verdict.ALLOWED, ...journey };
  const peer: Peer = { identity: hasIdentity(client) ? client.identity : null, ip: request.caller.ip };
  const reach = destination.kind === 'service'
    ? reachService(mesh, destination.service, destination.port, peer)
    : reachWorkload(mesh, destination.workload, destination.port, peer);
  const verdict = first.outcome === ClientOutcome.UNKNOWN ? Verdict.UNKNOWN : reach.verdict;
  return { reach, verdict, ...journey };
}

/** A headless Service has no address, so that its name leads to pods; gateways of other products look the pods up. */
export function dialledBy(mesh: MeshObjects, { clientClass }: Client, destination: Destination): readonly Destination[] {
  if (destination.kind !== 'service') return [destination];
  if (clientClass === ClientClass.THIRD_PARTY_GATEWAY) return lookedUpPods(mesh, destination);
  return isHeadless(destination.service) ? headlessPods(mesh, destination) : [destination];
}

type ToService = Extract<Destination, { readonly kind: 'service' }>;

const lookedUpPods = rememberPair((mesh: MeshObjects, destination: ToService) =>
  podsOf(mesh, destination, (workload) => targetPort(destination.service, destination.port, workload) ?? destination.port));

const headlessPods = rememberPair((mesh: MeshObjects, destination: ToService) => podsOf(mesh, destination, () => destination.port));

function podsOf(mesh: MeshObjects, destination: ToService, portOf: (workload: Workload) => number): readonly Destination[] {
  const { service, address } = destination;
  const endpoints = endpointsOf(mesh, service).filter(({ isReady }) => isReady);
  if (endpoints.length === 0) return [destination];
  return endpoints.map((workload) =>
    ({ kind: 'workload', workload, endpointOf: service, port: portOf(workload), address: workload.addresses[0] ?? address }));
}
