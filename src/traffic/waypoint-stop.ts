import type { Peer } from './arrival';
import type { Destination } from './destination';
import { serviceBehindAddress } from './known-service';
import { Proxy, proxyOf } from './proxy';
import type { Reach } from './reach';
import { reachCluster, reachWorkload } from './reach';
import { inTurn, oneOf, Verdict, verdictOf } from './verdict';
import type { WaypointAnswer } from './waypoint-answer';
import { isOfPolicies, waypointAnswer } from './waypoint-answer';
import type { Dialled, WaypointHop } from './waypoint-hop';
import { passWaypoint } from './waypoint-hop';
import { waypointPeer } from './waypoint-identity';
import { isServedBy } from '../binding/served-by';
import type { Waypoint } from '../binding/waypoint';
import { Reach as Reachability } from '../binding/waypoint';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember, rememberPair } from '../mesh/remember';
import type { Request } from '../request/request';
import type { Cluster } from '../routing/cluster';

/** What happens at a waypoint, and behind it. */
export interface WaypointStop {
  readonly waypoint: Waypoint;
  /** Percentage of the connections that take it. */
  readonly share: number;
  /** What runs there. */
  readonly proxy: Proxy;
  /** Absent for what is not Istio's waypoint proxy, and for one that can't be reached. */
  readonly hop?: WaypointHop;
  /** The identity that the destination sees. */
  readonly identity: Peer['identity'];
  /** What may happen to the request if its policies let it pass: the first is the case unless the request says what is not told. */
  readonly ways: readonly Way[];
  readonly verdict: Verdict;
}

/** One thing that may happen to a request that passed the policies of a waypoint. */
export interface Way {
  /** The answer of the waypoint itself. */
  readonly answer?: WaypointAnswer;
  /** Places to which it sends the request, with their weights; null: the only one. */
  readonly backends: readonly (Reach & { readonly weight: number | null })[];
  readonly verdict: Verdict;
}

/** Sends a request through a waypoint to where its routes lead. */
export function stopAt(mesh: MeshObjects, waypoint: Waypoint, share: number, destination: Destination, request: Request): WaypointStop {
  const peer = waypointPeer(mesh, waypoint);
  const proxy = proxyOf(mesh, waypoint);
  const stop = { waypoint, share, proxy, identity: peer.identity };
  const isRefused = waypoint.reach === Reachability.REFUSED || waypoint.reach === Reachability.LOST;
  if (isRefused) return { ways: [], verdict: Verdict.FAILED, ...stop };
  if (proxy !== Proxy.WAYPOINT) return { ways: [], verdict: Verdict.UNKNOWN, ...stop };
  const hop = passWaypoint(mesh, dialledAt(mesh)(waypoint, destination), request);
  const ways = [hop, ...hop.routing?.alternatives.map((routing) => ({ ...hop, routing })) ?? []]
    .map((one) => wayOf(mesh, one, destination, request, peer));
  const passes = verdictOf(hop.authorization?.isAllowed ?? true);
  return { hop, ways, verdict: inTurn(passes, oneOf(ways.map(({ verdict }) => verdict))), ...stop };
}

/** A waypoint knows no port of a service that it does not serve. */
const dialledAt = remember((mesh: MeshObjects) => rememberPair((waypoint: Waypoint, destination: Destination): Dialled => {
  const { port, address } = destination;
  if (destination.kind !== 'service') return { waypoint, port, address };
  const { service } = destination;
  const isServed = isServedBy(mesh, service.owner, waypoint);
  return { waypoint, port, address, service: isServed ? serviceBehindAddress(mesh, service, waypoint) : { ...service, ports: [] } };
}));

function wayOf(mesh: MeshObjects, hop: WaypointHop, destination: Destination, request: Request, peer: Peer): Way {
  const answer = waypointAnswer(hop, request);
  if (answer) return { answer, backends: [], verdict: verdictOfAnswer(answer) };
  const routed = hop.routing?.backends ?? hop.l4Routing?.backends;
  const backends = routed?.map(({ cluster, weight }) => ({ weight, ...reachOf(mesh)(cluster, peer) }));
  if (backends) return { backends, verdict: oneOf(backends.map(({ verdict }) => verdict)) };
  if (destination.kind !== 'workload') return { backends: [], verdict: Verdict.ALLOWED };
  const backend = { weight: null, ...reachWorkload(mesh, destination.workload, destination.port, peer) };
  return { backends: [backend], verdict: backend.verdict };
}

const reachOf = remember((mesh: MeshObjects) => rememberPair((cluster: Cluster, peer: Peer) => reachCluster(mesh, cluster, peer)));

/** An answer that a route gives on purpose is none that fails. */
function verdictOfAnswer(answer: WaypointAnswer): Verdict {
  if (isOfPolicies(answer)) return Verdict.DENIED;
  const { why, status } = answer;
  const isMeant = why === 'redirect' || why === 'preflight' || (why === 'direct-response' && status !== null && status < 400);
  return isMeant ? Verdict.ALLOWED : Verdict.FAILED;
}
