import { policyJson, ruleJson, decisionText } from './policy-json';
import { policiesAtZtunnel } from './told-policy';
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
  const decided = decision ? ztunnelJson(decision) : { policies: [], decision: unguardedDecision(guard), decidedBy: null };
  return {
    guard: isUnknown(guard) ? 'unknown' : guard.dataPlane,
    ...decided,
    ...failureJson(!decision && verdict === Verdict.FAILED),
  };
}

function failureJson(hasNoPort: boolean) {
  return hasNoPort ? { failure: 'no-port', message: NO_NAMED_PORT } : { failure: null, message: null };
}

function unguardedDecision(guard: Arrival['guard']): string {
  return !isUnknown(guard) && guard.dataPlane === DataPlane.NONE ? 'allowed' : 'unknown';
}

/** What a ztunnel decides, as JSON has it. */
export function ztunnelJson(decision: ZtunnelDecision) {
  const { policy, rule } = decision.by ?? {};
  return {
    policies: policiesAtZtunnel(decision).map(policyJson),
    decision: decisionText(decision.isAllowed),
    decidedBy: policy?.source && rule !== undefined ? ruleJson(policy.source, rule) : null,
  };
}
