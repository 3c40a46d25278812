import type { Explanation } from './explain';
import type { Journey } from './journey';
import { policyRulePath, routeRulePath } from './rule-paths';
import { Verdict } from './verdict';
import { originOf } from './waypoint-hop';
import type { ZtunnelDecision } from '../authorization/ztunnel/decide';
import { evidenceOf } from '../binding/evidence-of';
import type { Evidence } from '../mesh/evidence';
import type { Manifest } from '../mesh/manifest';

/** The field that has most to do with a verdict: of the policy that decides, else of the route, else the label that names the waypoint. */
export function decisiveField(explanation: Explanation): Evidence | undefined {
  const { journeys: [journey] } = explanation;
  return refusalAtWaypoint(explanation) ?? refusalAtZtunnel(journey) ?? ofRoute(journey) ?? permission(journey) ?? ofClient(journey);
}

function refusalAtWaypoint({ journeys: [{ stops: [stop] }], withoutWaypoint }: Explanation): Evidence | undefined {
  const authorization = stop?.hop?.authorization;
  if (authorization?.isAllowed !== false) return undefined;
  const { by } = authorization;
  if (by) return ruleOf(by.policy, by.rule);
  const lost = withoutWaypoint?.lost.find(({ why }) => why !== 'guards');
  return lost && ruleOf(lost.policy, undefined);
}

function refusalAtZtunnel({ stops, reach }: Journey): Evidence | undefined {
  const atPods = stops.flatMap(({ gate }) => gate ?? []);
  const reached = [...stops.flatMap(({ ways }) => ways.flatMap(({ backends }) => backends)), ...reach ? [reach] : []];
  const decisions = [...atPods, ...reached.flatMap(({ arrivals }) => arrivals).map(({ decision }) => decision)];
  const refusal = decisions.find((decision) => decision?.isAllowed === false);
  return refusal && decisiveAtZtunnel(refusal);
}

function decisiveAtZtunnel({ by, asked }: ZtunnelDecision): Evidence | undefined {
  const { source } = by?.policy ?? asked.find(({ policy: { action } }) => action === 'ALLOW')?.policy ?? {};
  return source && ruleOf(source, by?.rule);
}

function ruleOf(policy: Manifest, rule: number | undefined): Evidence {
  return { manifest: policy, path: policyRulePath(policy, rule) };
}

function ofRoute({ stops: [stop] }: Journey): Evidence | undefined {
  const origin = stop?.hop && originOf(stop.hop);
  return origin && { manifest: origin.manifest, path: routeRulePath(stop.hop!, origin) };
}

function permission({ stops: [stop], verdict }: Journey): Evidence | undefined {
  const by = stop?.hop?.authorization?.by;
  return by && verdict === Verdict.ALLOWED ? ruleOf(by.policy, by.rule) : undefined;
}

function ofClient({ client, firstHop: { binding } }: Journey): Evidence | undefined {
  return (binding && evidenceOf(binding).at(0)) ?? client.evidence;
}
