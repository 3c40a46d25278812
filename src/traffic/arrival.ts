import { Verdict, verdictOf } from './verdict';
import type { ZtunnelDecision } from '../authorization/ztunnel/decide';
import { decideAtZtunnel } from '../authorization/ztunnel/decide';
import { guestOf } from '../authorization/ztunnel/guest';
import type { L4Input } from '../authorization/ztunnel/l4-condition';
import { ztunnelPoliciesOf } from '../authorization/ztunnel/policies-of';
import type { ZtunnelPolicy } from '../authorization/ztunnel/ztunnel-policy';
import type { MeshObjects } from '../mesh/mesh-objects';
import { rememberPair } from '../mesh/remember';
import type { DataPlaneChoice } from '../registry/data-plane';
import { DataPlane, dataPlaneOf } from '../registry/data-plane';
import type { Workload } from '../registry/workloads';
import type { Maybe } from '../request/truth';
import { isUnknown, unknown } from '../request/truth';

/** Who connects to a workload. */
export interface Peer {
  /** Null: it has none, as its connection is not encrypted by the mesh. */
  readonly identity: Maybe<string | null>;
  readonly ip: Maybe<string>;
}

/** What happens at a workload. */
export interface Arrival {
  readonly workload: Workload;
  /** What stands before it. */
  readonly guard: Maybe<DataPlaneChoice>;
  /** What ztunnel decides; absent where it does not stand before the workload. */
  readonly decision?: ZtunnelDecision;
  readonly verdict: Verdict;
}

/**
 * Connects to a workload: where ztunnel captures it, its policies decide; else nothing does.
 * @param port of the workload; undefined: it has no such port
 */
export function arriveAt(mesh: MeshObjects, workload: Workload, port: number | undefined, peer: Peer): Arrival {
  const guard = dataPlaneOf(mesh, workload);
  if (port === undefined) return { workload, guard, verdict: Verdict.FAILED };
  const decision = decideAtZtunnel(policiesOf(mesh, workload), inputOf(workload, port, peer));
  const verdict = verdictOf(decision.isAllowed);
  if (isUnknown(guard)) return { workload, guard, decision, verdict: verdict === Verdict.ALLOWED ? verdict : Verdict.UNKNOWN };
  if (guard.dataPlane === DataPlane.ZTUNNEL) return { workload, guard, decision, verdict };
  const isOpen = guard.dataPlane === DataPlane.NONE || policiesOf(mesh, workload).length === 0;
  return { workload, guard, verdict: isOpen ? Verdict.ALLOWED : Verdict.UNKNOWN };
}

const policiesOf = rememberPair((mesh: MeshObjects, { subject }: Workload): readonly ZtunnelPolicy[] =>
  ztunnelPoliciesOf(mesh, guestOf(subject)));

function inputOf({ addresses, subject: { manifest } }: Workload, destinationPort: number, { identity, ip }: Peer): L4Input {
  const destinationIp = addresses[0] ?? unknown(`the address of ${manifest.kind} ${manifest.namespace}/${manifest.name}`);
  return { principal: identity, sourceIp: ip, destinationIp, destinationPort };
}
