import type { AskedPolicy, IdleCause } from '../authorization/ask-policies';
import { askPolicies } from '../authorization/ask-policies';
import type { ZtunnelDecision } from '../authorization/ztunnel/decide';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { ObjectRef } from '../mesh/object-ref';
import { refOf } from '../mesh/object-ref';
import type { Request } from '../request/request';
import type { Truth } from '../request/truth';
import { isUnknown } from '../request/truth';
import type { Destination } from '../traffic/destination';
import type { WaypointHop } from '../traffic/waypoint-hop';
import { waypointInput } from '../traffic/waypoint-hop';

/** What one policy has to say, as JSON has it. */
export interface PolicyJson {
  /** Null for what Istio makes of a PeerAuthentication with STRICT for all. */
  readonly subject: ObjectRef | null;
  readonly action: string;
  /** Whether it is enforced. */
  readonly applies: boolean;
  /** Whether one of its rules matches; null: not known. */
  readonly matched: boolean | null;
  readonly rule: number | null;
  readonly why: string;
}

/** The policies of a waypoint, each for itself. */
export function policiesAtWaypoint(mesh: MeshObjects, hop: WaypointHop, destination: Destination, request: Request): PolicyJson[] {
  if (hop.refusal) return [];
  const { waypoint, service } = hop.dialled;
  const guarded = { waypoint, ...(destination.kind === 'service' && service && { service: service.owner }) };
  return askPolicies(mesh, guarded, waypointInput(hop, request), hop.chain === 'tcp').map(askedJson);
}

function askedJson({ policy, action, idle, matched, rule }: AskedPolicy): PolicyJson {
  return {
    subject: refOf(policy),
    action,
    applies: idle === undefined,
    matched: isUnknown(matched) ? null : matched,
    rule: rule ?? null,
    why: idle ? IDLE[idle] : matchText(matched, rule),
  };
}

const IDLE: Readonly<Record<IdleCause, string>> = {
  'dry-run': 'it only pretends: istio.io/dry-run is true',
  'audit': 'it only writes down what it matches',
  'other-namespace': 'it lives in another namespace than what it names, and so does not apply here',
  'not-the-waypoint-class': 'waypoints ask policies for the GatewayClass istio-waypoint only',
  'not-in-root-namespace': 'a policy for a GatewayClass counts in the root namespace only',
};

function matchText(matched: Truth, rule: number | undefined): string {
  if (isUnknown(matched)) return `it depends on ${matched.dependsOn.join(', ')}`;
  return matched ? `rule ${rule} matches` : 'no rule matches';
}

/** The policies that ztunnel was asked for, each for itself. */
export function policiesAtZtunnel({ asked }: ZtunnelDecision): PolicyJson[] {
  return asked.map(({ policy, matched, rule }) => ({
    subject: policy.source ? refOf(policy.source) : null,
    action: policy.action,
    applies: true,
    matched: isUnknown(matched) ? null : matched,
    rule: rule ?? null,
    why: matchText(matched, rule),
  }));
}
