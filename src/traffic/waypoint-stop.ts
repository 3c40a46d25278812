import type { Peer } from './arrival';
import type { Destination } from './destination';
import { serviceBehindAddress } from './known-service';
import { ingressAt, Proxy, proxyOf, UNKNOWN_PROXIES } from './proxy';
import type { Reach } from './reach';
import { reachCluster, reachWorkload } from './reach';
import type { SandwichFault } from './sandwich';
import { decideAtPods, sandwichFault } from './sandwich';
import { inTurn, oneOf, Verdict, verdictOf } from './verdict';
import type { WaypointAnswer } from './waypoint-answer';
import { isOfPolicies, waypointAnswer } from './waypoint-answer';
import type { Dialled, WaypointHop } from './waypoint-hop';
import { passWaypoint } from './waypoint-hop';
import { waypointPeer } from './waypoint-identity';
import type { ZtunnelDecision } from '../authorization/ztunnel/decide';
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
  /** Absent where it is not known what it does, and where it can't be reached. */
  readonly hop?: WaypointHop;
  /** Why it is not known what it does, to be put behind its name. */
  readonly open?: string;
  /** Why it can't be reached, if not for want of a port. */
  readonly failure?: string;
  /** What the ztunnel before its pods decides: those of Istio's own waypoints have none. */
  readonly gate?: ZtunnelDecision;
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
  const { open, failure } = faultOf(mesh, waypoint, proxy);
  if (failure !== undefined) return { failure, ways: [], verdict: Verdict.FAILED, ...stop };
  if (open !== undefined) return { open, ways: [], verdict: Verdict.UNKNOWN, ...stop };
  const dialled = dialledAt(mesh, waypoint, destination);
  const { hop, ways, verdict } = passedAt(mesh, dialled, destination, request, peer);
  if (!dialled.gateway) return { hop, ways, verdict, ...stop };
  const { caller: { principal, ip } } = request;
  const gate = decideAtPods(mesh, dialled.gateway, { identity: principal, ip }, dialled.port);
  const inAll = inTurn(verdictOf(gate.isAllowed), verdict);
  return gate.isAllowed === false ? { gate, ways: [], verdict: inAll, ...stop } : { gate, hop, ways, verdict: inAll, ...stop };
}

type Passed = Pick<WaypointStop, 'ways' | 'verdict'> & { readonly hop: WaypointHop };

function passedAt(mesh: MeshObjects, dialled: Dialled, destination: Destination, request: Request, peer: Peer): Passed {
  const hop = passWaypoint(mesh, dialled, request);
  const ways = [hop, ...hop.routing?.alternatives.map((routing) => ({ ...hop, routing })) ?? []]
    .map((one) => wayOf(mesh, one, destination, request, peer));
  const passes = verdictOf(hop.authorization?.isAllowed ?? true);
  return { hop, ways, verdict: inTurn(passes, oneOf(ways.map(({ verdict }) => verdict))) };
}

function faultOf(mesh: MeshObjects, waypoint: Waypoint, proxy: Proxy): SandwichFault {
  if (proxy === Proxy.WAYPOINT) return {};
  return proxy === Proxy.INGRESS_GATEWAY ? sandwichFault(mesh, waypoint) : { open: UNKNOWN_PROXIES[proxy] };
}

/** What a client dials that takes a waypoint on its way to a destination. */
export function dialledAt(mesh: MeshObjects, waypoint: Waypoint, destination: Destination): Dialled {
  return dialledIn(mesh)(waypoint, destination);
}

/** A waypoint knows no port of a service that it does not serve. */
const dialledIn = remember((mesh: MeshObjects) => rememberPair((waypoint: Waypoint, destination: Destination): Dialled => {
  const { port, address } = destination;
  const { gateway, proxyLabels } = ingressAt(mesh, waypoint) ?? {};
  const dialled = { waypoint, port, address, ...(gateway && { gateway, proxyLabels }) };
  if (destination.kind !== 'service') return dialled;
  const { service } = destination;
  if (gateway) return { ...dialled, service };
  const isServed = isServedBy(mesh, service.owner, waypoint);
  return { ...dialled, service: isServed ? serviceBehindAddress(mesh, service, waypoint) : { ...service, ports: [] } };
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
