import type { Explanation } from './explain';
import type { Journey } from './journey';
import { policyRulePath, routeRulePath } from './rule-paths';
import { Verdict } from './verdict';
import { originOf } from './waypoint-hop';
import type { Evidence } from '../binding/evidence';
import { evidenceOf } from '../binding/evidence-of';

/** The field that has most to do with a verdict: of the policy that decides, else of the route, else the label that names the waypoint. */
export function decisiveField(explanation: Explanation): Evidence | undefined {
  const { journeys: [journey] } = explanation;
  return refusalAtWaypoint(explanation) ?? refusalAtZtunnel(journey) ?? ofRoute(journey) ?? permission(journey) ?? ofClient(journey);
}

function refusalAtWaypoint({ journeys: [{ stops: [stop] }], withoutWaypoint }: Explanation): Evidence | undefined {
  const { isAllowed, by } = stop?.hop?.authorization ?? {};
  if (isAllowed !== false) return undefined;
  const policy = by?.policy ?? withoutWaypoint?.lost.find(({ why }) => why !== 'guards')?.policy;
  return policy && { manifest: policy, path: policyRulePath(policy, by?.rule) };
}

function refusalAtZtunnel({ stops, reach }: Journey): Evidence | undefined {
  const reached = [...stops.flatMap(({ ways }) => ways.flatMap(({ backends }) => backends)), ...reach ? [reach] : []];
  const refusal = reached.flatMap(({ arrivals }) => arrivals).find(({ decision }) => decision?.isAllowed === false)?.decision;
  const policy = refusal?.by?.policy ?? refusal?.asked.find(({ policy: { action } }) => action === 'ALLOW')?.policy;
  return policy?.source && { manifest: policy.source, path: policyRulePath(policy.source, refusal?.by?.rule) };
}

function ofRoute({ stops: [stop] }: Journey): Evidence | undefined {
  const origin = stop?.hop && originOf(stop.hop);
  return origin && { manifest: origin.manifest, path: routeRulePath(stop.hop!, origin) };
}

function permission({ stops: [stop], verdict }: Journey): Evidence | undefined {
  const by = stop?.hop?.authorization?.by;
  return by && verdict === Verdict.ALLOWED ? { manifest: by.policy, path: policyRulePath(by.policy, by.rule) } : undefined;
}

function ofClient({ client, firstHop: { binding } }: Journey): Evidence | undefined {
  return (binding && evidenceOf(binding).at(0)) ?? client.evidence;
}
