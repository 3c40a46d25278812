import type { Arrival } from './arrival';
import type { Reach } from './reach';
import { Verdict } from './verdict';
import { guestOf } from '../authorization/ztunnel/guest';
import { refusedPoliciesOf } from '../authorization/ztunnel/policies-of';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';
import { DataPlane } from '../registry/data-plane';
import { refusalOf } from '../registry/refusal';
import { subjectText } from '../registry/subject';
import { isUnknown } from '../request/truth';
import { ClusterState } from '../routing/cluster';

/**
 * What is to be known of a place where a request gets to.
 * @param weight its share among others; null: it takes all
 */
export function reachNotes(mesh: MeshObjects, reach: Reach, weight: number | null = null): string[] {
  const { open, arrivals } = reach;
  const share = weight === null ? '' : ` (weight ${weight})`;
  return [
    ...open ? [`what becomes of it at ${reachText(reach)}${share} depends on ${open.dependsOn.join(', ')}`] : [],
    ...arrivals.flatMap((arrival) => [...arrivalNotes(arrival), ...refusedNotes(mesh, arrival)]),
  ];
}

/** Why nothing of a place can be reached. */
export const FAILURES: Readonly<Record<NonNullable<Reach['failure']>, string>> = {
  [ClusterState.MISSING]: 'no such Service, port or subset exists for the waypoint',
  [ClusterState.NO_ENDPOINT]: 'nothing in the input that is ready belongs to it',
  'no-port': 'it has no such port',
};

/** Why a workload of a Service can't be reached. */
export const NO_NAMED_PORT = 'it has no port of the name that the Service asks for';

/** Where a request gets to, in words. */
export function reachText({ host, port, subset, arrivals }: Reach): string {
  if (host !== undefined) return `${host}:${port}${subset === undefined ? '' : ` subset ${subset}`}`;
  return arrivals.length > 0 ? `${workloadText(arrivals[0])}:${port}` : `port ${port}`;
}

/** A workload as people write it. */
export function workloadText({ workload: { subject } }: Arrival): string {
  return subjectText(subject);
}

/** Of a waypoint, refused policies are told among the others; ztunnel was not asked for them. */
function refusedNotes(mesh: MeshObjects, { decision, workload: { subject } }: Arrival): string[] {
  return decision ? refusedPoliciesOf(mesh, guestOf(subject)).map(refusedText) : [];
}

/** That an object is not there, and why. */
export function refusedText(manifest: Manifest): string {
  return `a cluster refuses ${refText(manifest)}, so it counts as absent: ${refusalOf(manifest)}`;
}

function arrivalNotes(arrival: Arrival): string[] {
  const { guard, decision, verdict } = arrival;
  const text = workloadText(arrival);
  if (!decision && verdict === Verdict.FAILED) return [];
  if (isUnknown(guard)) return [`what guards ${text} depends on ${guard.dependsOn.join(', ')}`];
  if (guard.dataPlane === DataPlane.SIDECAR) return [`${text} has a sidecar, whose policies are not predicted`];
  if (guard.dataPlane === DataPlane.NONE) return [`${text} is not captured by ztunnel: no policy is enforced there`];
  return isUnknown(decision?.isAllowed) ? [`what ztunnel decides at ${text} depends on ${decision.isAllowed.dependsOn.join(', ')}`] : [];
}
