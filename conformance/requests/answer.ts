import type { Authorization } from '../../src/authorization/authorize';
import type { RuleRef, RuleSetMatch } from '../../src/authorization/rbac';
import type { Headers } from '../../src/request/headers';
import type { Request } from '../../src/request/request';
import { isHttp } from '../../src/request/request';
import { isUnknown } from '../../src/request/truth';
import type { Cluster } from '../../src/routing/cluster';
import { ClusterState } from '../../src/routing/cluster';
import type { Upstream } from '../../src/routing/route-request';
import type { WaypointAnswer } from '../../src/traffic/waypoint-answer';
import { waypointAnswer } from '../../src/traffic/waypoint-answer';
import type { WaypointHop } from '../../src/traffic/waypoint-hop';

/** What a waypoint did with a request, as the judge says it; conformance/envoy/question/answer.go describes the fields. */
export type Answer = Readonly<Record<string, unknown>>;

/**
 * What our side says a waypoint does with a request, in the judge's form. What the input leaves open must not matter.
 * @param path as it was written, without token
 */
export function answerOf(hop: WaypointHop, request: Request, path: string): Answer {
  return { ...policyAnswer(hop), ...routeAnswer(hop), ...outcome(hop, request, path) };
}

function policyAnswer({ authorization, chain }: WaypointHop): Answer {
  if (!authorization) return {};
  const { cause, by, token, dryRun } = authorization;
  return {
    ...dryRunAnswer(dryRun),
    ...(cause === 'policy' && { decided: ruleOf(by!, by!.policy.body.spec!.action!) }),
    ...(cause === 'allowed-by' && chain === 'http' && { allowedBy: ruleOf(by!, 'ALLOW') }),
    ...(token && { reason: token.reason }),
  };
}

function dryRunAnswer({ deny, allow }: Authorization['dryRun']): Answer {
  if (!deny && !allow) return {};
  return { dryRun: { ...(deny && pretended(deny, 'DENY', 'denied', 'allowed')), ...(allow && pretended(allow, 'ALLOW', 'allowed', 'denied')) } };
}

function pretended(match: RuleSetMatch, action: string, yes: string, no: string): Answer {
  const key = action.toLowerCase();
  return match.matched === true ? { [key]: yes, [`${key}Policy`]: ruleOf(match.by, action) } : { [key]: no };
}

function ruleOf({ policy, rule }: RuleRef, action: string): Answer {
  return { action, policy: `${policy.namespace}/${policy.name}`, rule };
}

function routeAnswer(hop: WaypointHop): Answer {
  const { routing, l4Routing, chain, authorization } = hop;
  if (authorization?.isAllowed === false) return {};
  const l4Backends = l4Routing && l4Routing.backends.length > 1 ? l4Routing.backends : [];
  const weighted = (routing?.backends ?? l4Backends).filter(({ weight }) => weight !== null);
  const weights = optional({ weights: byName(perPlace(weighted)) });
  return chain === 'http' && authorization?.isAllowed === true ? { ...weights, ...matchedRoute(hop), ...forwardingAnswer(hop) } : weights;
}

function matchedRoute({ routing }: WaypointHop): Answer {
  if (!routing?.choice) return { route: { name: 'default', position: 0 } };
  const { entry, position } = routing.choice;
  if (!entry) return {};
  const { manifest: { namespace, name }, rule } = entry.origin;
  // The judge knows a route of the Gateway API by the name that istiod gives it, unless its rule has a name of its own.
  const isNamed = !entry.isConverted || entry.name !== `${namespace}.${name}.${rule}`;
  return { route: isNamed ? { name: entry.name, position } : { route: `${namespace}/${name}`, rule, position } };
}

/** What the configuration of the route says, and no single answer shows. */
function forwardingAnswer({ forwarding }: WaypointHop): Answer {
  const { timeout, retries, mirrors = [] } = forwarding ?? {};
  return optional({
    timeout,
    retries: retries && { ...optional({ ...retries, on: retries.on.join(',') }) },
    mirrors: mirrors.map(({ cluster, percent }) => ({ ...clusterOf(cluster), share: Math.round(percent * 10_000) })),
  });
}

/** Whether the answer depends on which of several backends is chosen. */
function isByChance(answer: WaypointAnswer | undefined, backends: readonly WeightedCluster[]): boolean {
  if (!answer) return backends.length > 1;
  return (answer.why === ClusterState.MISSING || answer.why === ClusterState.NO_ENDPOINT) && perPlace(backends).length > 1;
}

/** Shares to one place are one, however their requests differ. */
function perPlace(backends: readonly WeightedCluster[]): Answer[] {
  const sums = new Map<string, number>();
  for (const { cluster, weight } of backends) {
    const key = JSON.stringify(clusterOf(cluster));
    sums.set(key, (sums.get(key) ?? 0) + (weight ?? 0));
  }
  return [...sums].map(([key, weight]) => ({ ...JSON.parse(key) as Answer, weight }));
}

function byName(weights: readonly Answer[]): Answer[] {
  const key = ({ service, port, subset }: Answer) => service === undefined ? '' : JSON.stringify([service, port, subset]);
  return [...weights].sort((a, b) => key(a) < key(b) ? -1 : 1);
}

function outcome(hop: WaypointHop, request: Request, path: string): Answer {
  const answer = waypointAnswer(hop, request);
  const backends = (hop.routing ?? hop.l4Routing)?.backends ?? [];
  if (isByChance(answer, backends)) return { result: 'weighted', why: 'weighted' };
  if (answer) return ownAnswer(answer, backends);
  const backend = backends.length > 0 ? clusterOf(backends[0].cluster) : { cluster: 'encap' };
  // The stub can't tell who got bytes of HTTP on a port of TCP.
  if (hop.chain === 'tcp') return { why: 'upstream', result: 'accepted', ...(!isHttp(request.protocol) && { backend }) };
  return { why: 'upstream', result: '200', backend, ...seenBy(upstreamOf(hop), request, path) };
}

interface WeightedCluster {
  readonly cluster: Cluster;
  readonly weight: number | null;
}

function ownAnswer(answer: WaypointAnswer, backends: readonly WeightedCluster[]): Answer {
  const { why, status, grpcStatus, location, responseHeaders } = answer;
  if (why === 'tls-refused') return { result: 'tls-refused' };
  const backend = chosenBackend(why, backends);
  return { why, result: status === null ? 'reset' : String(status), ...optional({ backend, grpcStatus, location, responseHeaders }) };
}

/** The backend that was chosen before it failed. With a fault no entry of a weighted list is. */
function chosenBackend(why: WaypointAnswer['why'], [only, ...others]: readonly WeightedCluster[]): Answer | undefined {
  if (!only || others.length > 0) return undefined;
  const isChosen = why === ClusterState.NO_ENDPOINT || (why === 'fault' && only.weight === null && only.cluster.state !== ClusterState.MISSING);
  return isChosen ? clusterOf(only.cluster) : undefined;
}

function upstreamOf({ routing, authorization }: WaypointHop): Upstream {
  const upstream = routing?.backends[0].upstream ?? { ...authorization!.http!, responseHeaders: {} };
  return { ...upstream, responseHeaders: { ...upstream.responseHeaders, ...routing?.corsHeaders } };
}

function seenBy({ host, path, headers, responseHeaders }: Upstream, request: Request, sentPath: string): Answer {
  const names = [...new Set([...request.headers.names(), ...headers.names()])]
    .filter((name) => JSON.stringify(request.headers.given(name)) !== JSON.stringify(headers.given(name)));
  const set = names.filter((name) => headers.given(name).length > 0);
  const removed = names.filter((name) => headers.given(name).length === 0 && name !== tokenHeader(request));
  return {
    host,
    ...(path !== sentPath && { path }),
    ...optional({ headersSet: Object.fromEntries(set.map((name) => [name, headers.given(name)])) }),
    ...optional({ headersRemoved: removed.sort(), responseHeaders }),
    ...tokenAnswer(request, headers),
  };
}

function tokenHeader({ token }: Request): string | undefined {
  if (!token || isUnknown(token) || token.place.kind === 'query') return undefined;
  return token.place.kind === 'cookie' ? 'cookie' : token.place.name;
}

function tokenAnswer(request: Request, headers: Headers): Answer {
  const name = tokenHeader(request);
  return name === undefined ? {} : { tokenForwarded: headers.given(name).length > 0 };
}

function clusterOf({ host, port, subset }: Cluster): Answer {
  // What istiod calls a backend of a kind that it does not know.
  if (host === '') return { cluster: 'UnknownService' };
  return { service: host, port, ...(subset && { subset }) };
}

/** What is empty or undefined is left out. */
function optional(answer: Answer): Answer {
  return Object.fromEntries(Object.entries(answer).filter(([, value]) =>
    value !== undefined && !(typeof value === 'object' && Object.keys(value as object).length === 0)));
}
