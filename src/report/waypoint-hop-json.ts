import { ztunnelJson } from './destination-hop-json';
import { evidenceJson } from './json';
import { forwardingJson, upstreamJson } from './passage-json';
import { decisionText, policyJson, ruleJson } from './policy-json';
import { policiesAtWaypoint } from './told-policy';
import { placeIn } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refOf } from '../mesh/object-ref';
import type { Request } from '../request/request';
import type { Cluster } from '../routing/cluster';
import type { BackendSettings } from '../routing/traffic-policy';
import { backendSettings } from '../routing/traffic-policy';
import { ANSWERS } from '../traffic/answer-texts';
import type { Journey } from '../traffic/journey';
import { routeRulePath } from '../traffic/rule-paths';
import type { WaypointAnswer } from '../traffic/waypoint-answer';
import type { WaypointHop } from '../traffic/waypoint-hop';
import { originOf } from '../traffic/waypoint-hop';
import type { WaypointStop } from '../traffic/waypoint-stop';

/** What a waypoint does, as JSON has it. */
export function waypointHop(mesh: MeshObjects, stop: WaypointStop, journey: Journey) {
  const { waypoint: { namespace, name }, share, proxy, gate, hop, ways } = stop;
  const answer = ways.at(0)?.answer;
  return {
    at: 'waypoint',
    waypoint: { namespace, name },
    share,
    proxy,
    gate: gate ? ztunnelJson(gate) : null,
    ...hopJson(mesh, hop, journey),
    response: answer ? answerJson(answer) : null,
    forwarding: hop?.forwarding ? forwardingJson(hop.forwarding) : null,
    backends: hop ? backendsJson(mesh, hop, journey.request) : [],
  };
}

/** How it takes the request, what its policies say, and its route. */
function hopJson(mesh: MeshObjects, hop: WaypointHop | undefined, journey: Journey) {
  return {
    chain: hop?.chain ?? null,
    policies: hop ? policiesAtWaypoint(mesh, hop, journey).map(policyJson) : [],
    ...decisionJson(hop),
    route: hop ? routeJson(hop) : null,
  };
}

function decisionJson(hop: WaypointHop | undefined) {
  if (!hop?.authorization) return { decision: decisionText(undefined), cause: hop?.refusal ?? null, decidedBy: null, token: null };
  const { isAllowed, cause, by, token } = hop.authorization;
  return { decision: decisionText(isAllowed), cause, decidedBy: by ? ruleJson(by.policy, by.rule) : null, token: token?.reason ?? null };
}

/** Null: no route applies, or none matches. */
function routeJson(hop: WaypointHop) {
  const origin = originOf(hop);
  if (!origin) return null;
  const { manifest, rule, match } = origin;
  return { subject: refOf(manifest), rule, match, place: placeIn(manifest, routeRulePath(hop, origin)) };
}

function answerJson({ why, status, grpcStatus, location, responseHeaders = {} }: WaypointAnswer) {
  return { why, message: ANSWERS[why], status, grpcStatus: grpcStatus ?? null, location: location ?? null, headers: responseHeaders };
}

function backendsJson(mesh: MeshObjects, { routing, l4Routing, dialled: { waypoint } }: WaypointHop, request: Request) {
  const backendJson = (cluster: Cluster, weight: number | null) =>
    ({ ...placeJson(cluster, weight), settings: settingsJson(backendSettings(mesh, waypoint, cluster)) });
  if (!routing) return l4Routing?.backends.map(({ cluster, weight }) => ({ ...backendJson(cluster, weight), sees: null })) ?? [];
  const { backends, corsHeaders } = routing;
  return backends.map(({ cluster, weight, upstream }) => {
    const responseHeaders = { ...upstream.responseHeaders, ...corsHeaders };
    return { ...backendJson(cluster, weight), sees: upstreamJson({ ...upstream, responseHeaders }, request) };
  });
}

/** Null: no DestinationRule is for it. */
function settingsJson(settings: BackendSettings | undefined) {
  if (!settings) return null;
  const { rules, applied, ignored } = settings;
  return {
    rules: rules.map((rule) => ({ subject: refOf(rule), place: placeIn(rule) })),
    applied: applied.map(({ name }) => name),
    ignored: ignored.map(({ name }) => name),
    evidence: [...applied, ...ignored].map(({ rule, path, value }) => evidenceJson({ manifest: rule, path, value: JSON.stringify(value) })),
  };
}

function placeJson({ service, host, port, subset }: Cluster, weight: number | null) {
  return { service: service ? refOf(service.owner) : null, host, port, weight: weight ?? 100, subset: subset ?? null };
}
