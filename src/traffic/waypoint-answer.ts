import { isKnownMethod } from './waypoint-chain';
import type { Refusal, WaypointHop } from './waypoint-hop';
import type { Authorization, AuthorizationCause } from '../authorization/authorize';
import type { Headers } from '../request/headers';
import type { Request } from '../request/request';
import { Protocol } from '../request/request';
import { isUnknown } from '../request/truth';
import type { ResponseHeaders } from '../routing/change-headers';
import type { Cluster } from '../routing/cluster';
import { ClusterState } from '../routing/cluster';
import type { OwnResponse } from '../routing/route-request';

/** Why a client gets an answer that its backend did not give. */
export type AnswerCause =
  | Refusal
  | Exclude<AuthorizationCause, 'no-policy' | 'allowed-by'>
  | 'no-route' | 'redirect' | 'direct-response' | 'fault' | 'preflight'
  | ClusterState.MISSING | ClusterState.NO_ENDPOINT;

/** An answer that a waypoint gives in place of a backend. */
export interface WaypointAnswer {
  readonly why: AnswerCause;
  /** Status of HTTP; null: the connection is closed. */
  readonly status: number | null;
  /** Of a gRPC call, whose status of HTTP is 200. */
  readonly grpcStatus?: number;
  /** Where a redirect leads. */
  readonly location?: string;
  /** Headers that the route adds; of a preflight what it permits. */
  readonly responseHeaders?: ResponseHeaders;
}

/** Whether it is the policies that refuse the request. */
export function isOfPolicies({ why }: WaypointAnswer): boolean {
  return why === 'policy' || why === 'no-allow' || why === 'jwt';
}

/** What gRPC makes of a status of HTTP. */
const GRPC_STATUS: Readonly<Record<number, number>> = { 400: 13, 401: 16, 403: 7, 404: 12, 429: 14, 502: 14, 503: 14, 504: 14 };
const GRPC_UNKNOWN = 2;

/** The answer that a waypoint gives itself; undefined: a backend answers, or several may, or that is not known. */
export function waypointAnswer(hop: WaypointHop, request: Request): WaypointAnswer | undefined {
  const answer = plainAnswer(hop);
  return answer && isConverted(answer) && isGrpc(request.headers) && isRead(request)
    ? { ...answer, status: 200, grpcStatus: GRPC_STATUS[answer.status] ?? GRPC_UNKNOWN }
    : answer;
}

/** Envoy makes an answer one of gRPC where there is one, except for that to a preflight. */
function isConverted(answer: WaypointAnswer): answer is WaypointAnswer & { readonly status: number } {
  return answer.status !== null && answer.why !== 'preflight';
}

/** What the codec of HTTP/1 can't read gets its answer before anybody looks whether it is a call of gRPC. */
function isRead({ protocol, method }: Request): boolean {
  return protocol === Protocol.HTTP2 || isKnownMethod(method);
}

function plainAnswer(hop: WaypointHop): WaypointAnswer | undefined {
  if (hop.refusal) return { why: hop.refusal, status: hop.refusal === 'bad-request' ? 400 : null };
  const refused = refusedBy(hop.authorization);
  if (refused) return { why: refused, status: hop.chain === 'http' ? hop.authorization!.token?.status ?? 403 : null, ...headersOf(hop) };
  return hop.chain === 'http' ? httpAnswer(hop) : l4Answer(hop);
}

function headersOf({ responseHeaders }: WaypointHop): Pick<WaypointAnswer, 'responseHeaders'> {
  return responseHeaders ? { responseHeaders } : {};
}

function refusedBy(authorization: Authorization | undefined): 'policy' | 'no-allow' | 'jwt' | undefined {
  if (authorization?.isAllowed !== false) return undefined;
  return authorization.cause as 'policy' | 'no-allow' | 'jwt';
}

function httpAnswer({ routing }: WaypointHop): WaypointAnswer | undefined {
  if (!routing) return undefined;
  const { response, backends, missingStatus, corsHeaders } = routing;
  if (response) return responseAnswer(response, routing.responseHeaders);
  const responseHeaders = { ...routing.responseHeaders, ...corsHeaders };
  const why = failureOfAll(backends);
  if (!why) return undefined;
  return { why, status: why === ClusterState.MISSING ? missingStatus : 503, responseHeaders };
}

function responseAnswer({ headers, ...answer }: OwnResponse, responseHeaders: ResponseHeaders): WaypointAnswer {
  return { ...answer, responseHeaders: headers ?? responseHeaders };
}

function l4Answer({ l4Routing }: WaypointHop): WaypointAnswer | undefined {
  const why = failureOfAll(l4Routing?.backends ?? []);
  return why && { why, status: null };
}

/** Why requests fail whichever of several backends is chosen, if they do, and all in one way. */
function failureOfAll(backends: readonly { readonly cluster: Cluster }[]): ReturnType<typeof failureOf> {
  const [first, ...others] = new Set(backends.map(({ cluster }) => failureOf(cluster)));
  return others.length === 0 ? first : undefined;
}

/** Why a share of requests fails, if it does. */
export function failureOf({ state }: Cluster): ClusterState.MISSING | ClusterState.NO_ENDPOINT | undefined {
  return isUnknown(state) || state === ClusterState.READY ? undefined : state;
}

/** @see envoy source/common/grpc/common.cc hasGrpcContentType */
function isGrpc(headers: Headers): boolean {
  return headers.given('content-type').some((type) => /^application\/grpc(\+|$)/.test(type));
}
