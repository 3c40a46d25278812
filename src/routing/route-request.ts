import type { ResponseHeaders } from './change-headers';
import { addedToResponse, changeHeaders, hostOf } from './change-headers';
import type { Cluster, GatewaySender, Sender } from './cluster';
import { findCluster, ownCluster } from './cluster';
import type { CorsEffect } from './cors';
import { applyCors } from './cors';
import type { Forwarding } from './forwarding';
import { defaultForwarding, forwardingOf } from './forwarding';
import { gatewayRoutes } from './gateway/virtual-hosts';
import type { RouteChoice, RoutedRequest } from './match-request';
import { chooseRoute, doubtsOf } from './match-request';
import { redirect } from './redirect';
import { rewritePath } from './rewrite';
import type { RouteEntry } from './route-entry';
import { waypointRoutes } from './waypoint-routes';
import type { HeaderOperations, WeightedDestination } from '../mesh/kinds/istio-traffic';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember, rememberPair } from '../mesh/remember';
import type { Headers } from '../request/headers';
import type { Maybe, Unknown } from '../request/truth';
import { both, isUnknown } from '../request/truth';

/** A share of the requests of a route, and where it goes. */
export interface Backend {
  readonly cluster: Cluster;
  /** Relative to the others; null: it is the only one, and has none. */
  readonly weight: number | null;
  readonly upstream: Upstream;
}

/** A request as its backend sees it. */
export interface Upstream {
  readonly host: string;
  readonly path: string;
  readonly headers: Headers;
  /** Headers that its answer gets on its way back. */
  readonly responseHeaders: ResponseHeaders;
}

/** An answer that a waypoint gives itself. */
export interface OwnResponse {
  readonly why: 'no-route' | 'redirect' | 'direct-response' | 'fault' | 'preflight';
  readonly status: number;
  readonly location?: string;
  /** Of a preflight: what it permits. */
  readonly headers?: ResponseHeaders;
}

/** What a route does with a request. */
export interface Routing {
  /** Undefined: no route applies to the port, so the request goes to the service itself. */
  readonly choice?: RouteChoice;
  readonly response?: OwnResponse;
  /** Empty if no backend is asked; of several with a weight one is. */
  readonly backends: readonly Backend[];
  /** Status where a backend does not exist. */
  readonly missingStatus: 500 | 503;
  /** What the route adds to every answer, those of the waypoint and of its policies too. */
  readonly responseHeaders: ResponseHeaders;
  /** What its CORS policy adds to answers of backends, and to those that stand for a backend that failed. */
  readonly corsHeaders: ResponseHeaders;
  /** How it passes requests on; absent where the route answers itself. */
  readonly forwarding?: Forwarding;
  /** On what it depends whether the route answers the request itself, as a preflight. */
  readonly preflightDoubt?: Unknown;
  /** What else may happen, depending on what the request does not say: other routes take it, or this one answers it as a preflight. */
  readonly alternatives: readonly Routing[];
}

/**
 * Routes an HTTP request at the waypoint of the service that the client dialled. An ingress gateway has no route of its own to there.
 * @param chosenBy the request as it was when the route was chosen
 */
export function routeRequest(mesh: MeshObjects, sender: Sender, request: RoutedRequest, chosenBy: RoutedRequest = request): Routing {
  const entries = sender.gateway ? gatewayRoutes(mesh, sender.gateway, sender.port, chosenBy.host) : routesOf(mesh, sender);
  if (entries.length === 0 && !sender.gateway) {
    const { service, port } = sender;
    const upstream = { host: request.host, path: request.path, headers: request.headers, responseHeaders: {} };
    const forwarding = defaultForwarding(mesh, service, port);
    return { forwarding, ...UNROUTED, backends: [{ cluster: ownCluster(mesh, service, port), weight: null, upstream }] };
  }
  const choice = chooseRoute(entries, chosenBy);
  const alternatives = choice.alternatives.map(({ entry, position }) =>
    followRoute(mesh, sender, { entry, position, alternatives: [] }, request));
  const routing = followRoute(mesh, sender, choice, request);
  return { ...routing, alternatives: [...routing.alternatives, ...alternatives] };
}

const routesOf = rememberPair((mesh: MeshObjects, { waypoint, service, port }: Exclude<Sender, GatewaySender>) =>
  waypointRoutes(mesh, waypoint, service, port));

/** On what it depends which of several things happens to a request that the policies let pass; undefined: on nothing. */
export function routingDoubts({ choice, preflightDoubt }: Routing): Unknown | undefined {
  const ofChoice = choice && doubtsOf(choice);
  return ofChoice && preflightDoubt ? both(ofChoice, preflightDoubt) : ofChoice ?? preflightDoubt;
}

const UNROUTED: Routing = { backends: [], missingStatus: 503, responseHeaders: {}, corsHeaders: {}, alternatives: [] };

function followRoute(mesh: MeshObjects, sender: Sender, choice: RouteChoice, request: RoutedRequest): Routing {
  const { entry } = choice;
  if (!entry) return { choice, response: { why: 'no-route', status: 404 }, ...UNROUTED };
  const own = { choice, ...UNROUTED, responseHeaders: sharedResponseHeaders(entry) };
  const response = responseOf(entry, request, sender.port);
  if (response && response.why !== 'fault') return { response, ...own };
  const { forwarding, targets } = onwards(mesh)(sender, entry);
  const backends = backendsOf(targets, entry, request);
  const routing = { forwarding, ...own, backends, missingStatus: entry.isConverted ? 500 : 503 } as const;
  return response ? { response, ...routing } : underCors(routing, applyCors(entry.rule.corsPolicy, request), request);
}

/** What a CORS policy makes of a request that would go to a backend. */
function underCors(routing: Routing, cors: Maybe<CorsEffect>, { method }: RoutedRequest): Routing {
  const { choice, responseHeaders } = routing;
  const answered = (headers: ResponseHeaders): Routing =>
    ({ choice, response: { why: 'preflight', status: 200, headers }, ...UNROUTED, responseHeaders });
  if (isUnknown(cors)) return method === 'OPTIONS' ? { preflightDoubt: cors, ...routing, alternatives: [answered({})] } : routing;
  return cors.preflight ? answered(cors.preflight) : { ...routing, corsHeaders: cors.headers };
}

/** The changes of an only backend, also if it is the only one with a weight, are those of its route. */
const sharedResponseHeaders = remember(({ rule }: RouteEntry): ResponseHeaders => {
  const [only, ...others] = targetsOf(rule);
  return addedToResponse([rule.headers?.response, others.length === 0 ? only?.headers?.response : undefined]);
});

/** The targets that requests can go to. */
function targetsOf({ route = [] }: RouteEntry['rule']): readonly WeightedDestination[] {
  return route.length === 1 ? route : route.filter(({ weight = 0 }) => weight !== 0);
}

function responseOf(entry: RouteEntry, request: RoutedRequest, port: number): OwnResponse | undefined {
  const { rule } = entry;
  if (rule.redirect) return { why: 'redirect', ...redirect(entry, request, port) };
  if (rule.directResponse) return { why: 'direct-response', status: rule.directResponse.status ?? 200 };
  const { abort } = rule.fault ?? {};
  return abort?.httpStatus && abort.percentage?.value === 100 ? { why: 'fault', status: abort.httpStatus } : undefined;
}

/** Where a route leads, whatever the request. */
interface Target {
  readonly cluster: Cluster;
  /** Null: it is the only one. */
  readonly weight: number | null;
  /** What the host of a request becomes, if it is changed. */
  readonly host: string | undefined;
  /** The changes of its headers, one after the other. */
  readonly changes: readonly HeaderOperations[][];
  readonly responseHeaders: ResponseHeaders;
}

/** How a line of the route table passes requests on, and where to. */
const onwards = remember((mesh: MeshObjects) => rememberPair((sender: Sender, { rule }: RouteEntry) => ({
  forwarding: forwardingOf(mesh, sender, rule),
  targets: targetsOf(rule).map(({ destination = {}, weight = 0, headers }): Target => ({
    cluster: findCluster(mesh, sender, destination),
    weight: rule.route?.length === 1 ? null : weight,
    host: rule.rewrite?.authority || hostOf(rule.headers) || hostOf(headers),
    changes: changesOf(rule, headers),
    responseHeaders: addedToResponse([headers?.response, rule.headers?.response]),
  })),
})));

/** @see istio pilot/pkg/networking/core/route/route.go applyHTTPRouteDestination */
function backendsOf(targets: readonly Target[], entry: RouteEntry, request: RoutedRequest): readonly Backend[] {
  return merge(targets.map((target) => ({ cluster: target.cluster, weight: target.weight, upstream: upstreamOf(entry, target, request) })));
}

/** Shares that go to one place in one form are one. */
function merge(backends: readonly Backend[]): readonly Backend[] {
  if (backends.length < 2) return backends;
  const merged = new Map<string, Backend>();
  for (const backend of backends) {
    const { host, port, subset } = backend.cluster;
    const { headers, ...seen } = backend.upstream;
    const key = JSON.stringify([host, port, subset, seen, headers.lines]);
    const same = merged.get(key);
    merged.set(key, same ? { ...same, weight: (same.weight ?? 0) + (backend.weight ?? 0) } : backend);
  }
  return [...merged.values()];
}

/** The changes of the only backend and those of its rule are one; else the backend's come first. */
function changesOf({ route, headers: shared }: RouteEntry['rule'], own: WeightedDestination['headers']): HeaderOperations[][] {
  const steps = route?.length === 1 ? [[shared?.request, own?.request]] : [[own?.request], [shared?.request]];
  return steps.map((step) => step.filter((one) => one !== undefined)).filter((step) => step.length > 0);
}

function upstreamOf(entry: RouteEntry, { host, changes, responseHeaders }: Target, request: RoutedRequest): Upstream {
  return {
    host: host || request.host,
    path: rewritePath(entry, request.path),
    headers: changes.reduce(changeHeaders, request.headers),
    responseHeaders,
  };
}
