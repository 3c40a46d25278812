import { policyJson, ruleJson } from './policy-json';
import { policiesAtZtunnel } from './told-policy';
import { decisionText } from './waypoint-hop-json';
import type { ZtunnelDecision } from '../authorization/ztunnel/decide';
import { refOf } from '../mesh/object-ref';
import { DataPlane } from '../registry/data-plane';
import type { Maybe } from '../request/truth';
import { isUnknown } from '../request/truth';
import type { Arrival } from '../traffic/arrival';
import { FAILURES, NO_NAMED_PORT } from '../traffic/notes-on-reach';
import type { Reach } from '../traffic/reach';
import { Verdict } from '../traffic/verdict';

/** What happens where a request gets to, as JSON has it. Workloads of which the same is told are one hop. */
export function destinationHops(reach: Reach, peer: Maybe<string | null>): object[] {
  const { service, host, port, subset, arrivals } = reach;
  const identity = typeof peer === 'string' ? `spiffe://${peer}` : null;
  const backend = { service: service ? refOf(service.owner) : null, host: host ?? null, port, subset: subset ?? null };
  const to = { at: 'destination', backend, identity };
  if (arrivals.length === 0) return [{ ...to, workloads: [], ...withoutWorkload(reach) }];
  const groups = new Map<string, { told: object; workloads: object[] }>();
  for (const arrival of arrivals) {
    const told = arrivalJson(arrival);
    const key = JSON.stringify(told);
    const group = groups.get(key) ?? { told, workloads: [] };
    group.workloads.push(refOf(arrival.workload.subject.manifest));
    groups.set(key, group);
  }
  return [...groups.values()].map(({ told, workloads }) => ({ ...to, workloads, ...told }));
}

/** What is not in the mesh is not guarded. */
function withoutWorkload({ failure, open }: Reach) {
  return { guard: 'none', policies: [], decision: failure || open ? 'unknown' : 'allowed', decidedBy: null, failure: failure ?? null, message: failure ? FAILURES[failure] : null };
}

function arrivalJson({ guard, decision, verdict }: Arrival) {
  return {
    guard: isUnknown(guard) ? 'unknown' : guard.dataPlane,
    policies: decision ? policiesAtZtunnel(decision).map(policyJson) : [],
    decision: decision ? decisionText(decision.isAllowed) : unguardedDecision(guard),
    decidedBy: decidedBy(decision),
    ...failureJson(!decision && verdict === Verdict.FAILED),
  };
}

function failureJson(hasNoPort: boolean) {
  return hasNoPort ? { failure: 'no-port', message: NO_NAMED_PORT } : { failure: null, message: null };
}

function unguardedDecision(guard: Arrival['guard']): string {
  return !isUnknown(guard) && guard.dataPlane === DataPlane.NONE ? 'allowed' : 'unknown';
}

function decidedBy(decision: ZtunnelDecision | undefined) {
  const { policy: { source }, rule } = decision?.by ?? { policy: {} as { source?: undefined }, rule: 0 };
  return source ? ruleJson(source, rule) : null;
}
