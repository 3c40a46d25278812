import type { Entrance } from './entrance';
import { entranceOf } from './entrance';
import { forwardedFor, remoteIpOf } from './remote-ip';
import { authorizeTunnel } from './tunnel-policies';
import type { Chain } from './waypoint-chain';
import { isKnownMethod } from './waypoint-chain';
import type { Authorization } from '../authorization/authorize';
import { authorize, withDoubts } from '../authorization/authorize';
import { compiledPolicies } from '../authorization/compiled-policies';
import type { HttpInput, PolicyInput } from '../authorization/policy-input';
import type { WaypointName } from '../binding/claim';
import type { Gateway } from '../binding/gateway/controller';
import type { StringMap } from '../mesh/fields';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';
import type { MeshService } from '../registry/mesh-service';
import { normalizePath } from '../request/normalize-path';
import type { Request } from '../request/request';
import { isHttp, Protocol } from '../request/request';
import type { Maybe } from '../request/truth';
import { isUnknown, unknown } from '../request/truth';
import type { ResponseHeaders } from '../routing/change-headers';
import type { Sender } from '../routing/cluster';
import { ClusterState } from '../routing/cluster';
import type { RuleOrigin } from '../routing/converted-rule';
import type { Forwarding } from '../routing/forwarding';
import { defaultForwarding } from '../routing/forwarding';
import type { L4Routing } from '../routing/route-connection';
import { followConnection, routeConnection } from '../routing/route-connection';
import type { L4Entry } from '../routing/route-entry';
import type { OwnResponse, Routing } from '../routing/route-request';
import { routeRequest } from '../routing/route-request';

/** What a client dials that goes through a waypoint. */
export interface Dialled {
  readonly waypoint: WaypointName;
  /** Undefined: it dials the address of a pod. */
  readonly service?: MeshService;
  readonly port: number;
  /** The address that it dials. */
  readonly address: Maybe<string>;
  /** Of an ingress gateway that serves as waypoint. */
  readonly gateway?: Gateway;
  /** The labels of its pods. */
  readonly proxyLabels?: StringMap;
}

/** What a waypoint does with a request. */
export interface WaypointHop {
  readonly dialled: Dialled;
  /** Absent if it takes nothing on that port, or does not open the tunnel of the client. */
  readonly chain?: Chain;
  /** Why it does not even ask its policies. */
  readonly refusal?: Refusal;
  readonly authorization?: Authorization;
  /** What the route that would take it to a backend adds to the answer of a policy. */
  readonly responseHeaders?: ResponseHeaders;
  /** Of an HTTP request that its policies may let pass; absent where the client dialled a pod, to which it then goes. */
  readonly routing?: Routing;
  /** How it passes an HTTP request on; absent where it answers itself. */
  readonly forwarding?: Forwarding;
  /** Of a connection; absent where the client dialled a pod. */
  readonly l4Routing?: L4Routing;
}

/** Why a waypoint does not take a request, whatever its policies say. */
export type Refusal =
  /** The caller has no identity that the waypoint trusts. */
  | 'tls-refused'
  /** HTTP that can't be read: a method that HTTP/1 does not know, a path with a fragment. */
  | 'bad-request'
  /** Nothing takes the bytes. */
  | 'closed';

/** The rule of a route or VirtualService that takes a request; undefined: none applies, or none matches. */
export function originOf({ routing, l4Routing }: WaypointHop): RuleOrigin | undefined {
  return routing?.choice?.entry?.origin ?? l4Routing?.entry?.origin;
}

/** Sends a request through a waypoint. */
export function passWaypoint(mesh: MeshObjects, dialled: Dialled, request: Request): WaypointHop {
  const entrance = entranceOf(mesh, dialled, request);
  const tunnel = opensTunnel(dialled, entrance) ? authorizeTunnel(mesh, dialled.waypoint, request) : undefined;
  if (tunnel?.isAllowed === false) return { dialled, authorization: tunnel };
  const hop = passEntrance(mesh, dialled, request, entrance);
  return isUnknown(tunnel?.isAllowed) ? { ...hop, authorization: withDoubts(hop.authorization ?? tunnel, [tunnel.isAllowed]) } : hop;
}

/** Whether a waypoint takes the tunnel of the client, whatever is inside. */
function opensTunnel({ gateway }: Dialled, { refusal, open }: Entrance): boolean {
  return !gateway && refusal !== 'tls-refused' && open === undefined;
}

function passEntrance(mesh: MeshObjects, dialled: Dialled, request: Request, entrance: Entrance): WaypointHop {
  if (entrance.refusal) return { dialled, refusal: entrance.refusal };
  if (entrance.open !== undefined) return { dialled, authorization: { isAllowed: unknown(entrance.open), cause: 'no-policy', dryRun: {} } };
  return entrance.chain === 'http' ? passHttp(mesh, dialled, request) : passTcp(mesh, dialled, request, entrance);
}

/** Answers of routes that lead to a backend all the same. */
const LEADS_ON: readonly OwnResponse['why'][] = ['fault', 'preflight'];

function passHttp(mesh: MeshObjects, dialled: Dialled, request: Request): WaypointHop {
  const path = normalizePath(request.path);
  const isReadable = isHttp(request.protocol) && (request.protocol === Protocol.HTTP2 || isKnownMethod(request.method));
  if (path === undefined || !isReadable) return { dialled, chain: 'http', refusal: 'bad-request' };
  const { method, host } = request;
  const lines = request.headers.inline();
  const known = dialled.gateway ? forwardedFor(lines, request.caller) : lines;
  const headers = mesh.supports('headersLineByLine') ? known : known.joined();
  const http: HttpInput = { method, path, host, headers, claims: null };
  const { policies, custom } = compiledPolicies(mesh, dialled, false);
  const authorization = authorize(policies, custom, { input: { http, ...inputOf(dialled, request, 'http') }, token: request.token });
  const hop = { dialled, chain: 'http', authorization } as const;
  const sender = senderOf(dialled);
  if (!sender) return { forwarding: defaultForwarding(mesh, undefined, dialled.port), ...hop };
  return { dialled, chain: 'http', authorization, ...routeHttp(mesh, sender, authorization, http) };
}

function routeHttp(mesh: MeshObjects, sender: Sender, authorization: Authorization, http: HttpInput): Partial<WaypointHop> {
  if (authorization.isAllowed !== false) {
    const routing = routeRequest(mesh, sender, authorization.http ?? http, authorization.chosenBy);
    return { routing, ...(routing.forwarding && { forwarding: routing.forwarding }) };
  }
  const { response, responseHeaders } = routeRequest(mesh, sender, http);
  return response && !LEADS_ON.includes(response.why) ? {} : { responseHeaders };
}

/** A connection is closed for want of an endpoint before the policies are asked: those wait for its first bytes. */
function passTcp(mesh: MeshObjects, dialled: Dialled, request: Request, { entry }: Entrance): WaypointHop {
  const l4Routing = routeL4(mesh, senderOf(dialled), entry);
  const hop = { dialled, chain: 'tcp', ...(l4Routing && { l4Routing }) } as const;
  if (l4Routing && !l4Routing.backends.some(({ cluster: { state } }) => state === ClusterState.READY || isUnknown(state))) return hop;
  const { policies, custom } = compiledPolicies(mesh, dialled, true);
  return { authorization: authorize(policies, custom, { input: inputOf(dialled, request, 'tcp'), token: null }), ...hop };
}

function routeL4(mesh: MeshObjects, sender: Sender | undefined, entry: L4Entry | undefined): L4Routing | undefined {
  if (sender?.gateway) return entry && followConnection(mesh, sender, entry);
  return sender && routeConnection(mesh, sender);
}

/** Undefined: the client dialled a pod behind a waypoint that has no routes for it. */
function senderOf(dialled: Dialled): Sender | undefined {
  return dialled.gateway || dialled.service ? dialled as Dialled & Sender : undefined;
}

/** What the policies of a waypoint looked at, or would have if nothing before had refused the request. */
export function waypointInput({ dialled, chain, authorization }: WaypointHop, request: Request): PolicyInput {
  const input = inputOf(dialled, request, chain);
  if (chain !== 'http') return input;
  const { method, host, headers, path } = request;
  return { ...input, http: authorization?.http ?? { method, path: normalizePath(path) ?? path, host, headers, claims: null } };
}

/**
 * A waypoint reads headers, and so other addresses of the caller, only of what it treats as HTTP. An ingress gateway believes no header
 * that names an address, and what ztunnel hands it has no identity.
 */
function inputOf({ address, port, gateway }: Dialled, request: Request, chain: Chain | undefined): PolicyInput {
  const { caller, protocol, sni = '' } = request;
  return {
    principal: gateway ? null : caller.principal,
    remoteIp: chain === 'http' && !gateway ? remoteIpOf(request) : caller.ip,
    destinationIp: gateway ? unknown(`the address of a pod of ${refText(gateway)}`) : address,
    destinationPort: port,
    sni: protocol === Protocol.TLS ? sni : '',
  };
}
