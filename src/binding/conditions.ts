import type { Binding, Bound } from './binding';
import { BindingReason } from './binding';
import { hostsOwnedByOthers } from './membership';
import { hasVisibility, visibilityOf } from './visibility';
import { CONNECT_STRATEGY } from '../istio/labels';
import { SERVICE } from '../mesh/kinds/core';
import { SERVICE_ENTRY, WORKLOAD_ENTRY } from '../mesh/kinds/istio';
import type { ManifestOf } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

/** A condition that istiod writes to the status of an object; times and generations are left out. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

export const WAYPOINT_BOUND = 'istio.io/WaypointBound';
export const WAYPOINT_MISSING = 'istio.io/WaypointMissing';
const VISIBILITY_APPLIED = 'istio.io/VisibilityApplied';

/**
 * The conditions that istiod writes to the subject because of its binding. Pods and endpoints get none.
 * @see istio pilot/pkg/model/service.go ServiceInfo.GetConditions, WorkloadInfo.GetConditions
 */
export function conditionsOf(mesh: MeshObjects, binding: Binding): Condition[] {
  const { manifest, traffic } = binding.subject;
  if (binding.reason === BindingReason.NOT_IN_AMBIENT) return [];
  if (isOf(WORKLOAD_ENTRY, manifest)) return mesh.supports('workloadEntryStatus') ? waypointBound(mesh, binding) : [];
  if (traffic !== 'service') return [];
  if (isOf(SERVICE, manifest)) return waypointBound(mesh, binding);
  if (!isOf(SERVICE_ENTRY, manifest)) return [];
  return [...waypointBound(mesh, binding), ...waypointMissing(mesh, binding, manifest), ...visibilityApplied(mesh, manifest)];
}

function waypointBound(mesh: MeshObjects, binding: Binding): Condition[] {
  const { reason } = binding;
  if (reason === BindingReason.ACCEPTED) return [{ type: WAYPOINT_BOUND, status: 'True', reason, message: boundMessage(mesh, binding) }];
  return binding.message ? [{ type: WAYPOINT_BOUND, status: 'False', reason, message: binding.message }] : [];
}

function boundMessage(mesh: MeshObjects, { message, ingress, canary }: Bound): string {
  const ingressText = ingress && mesh.supports('ingressInStatus') ? INGRESS_TEXT[ingress.useWaypoint ? 'used' : 'unused'] : '';
  const canaryFault = canary && canary.reason !== 'WaypointAccepted' ? canary.message : '';
  return `${message}${ingressText}${canaryFault && `. Canary waypoint not attached: ${canaryFault}`}`;
}

const INGRESS_TEXT = {
  used: '. Ingress traffic will traverse the waypoint',
  unused: '. Ingress traffic is not using the waypoint, set the istio.io/ingress-use-waypoint label to true if desired.',
};

type ServiceEntry = ManifestOf<typeof SERVICE_ENTRY>;

function waypointMissing(mesh: MeshObjects, binding: Binding, entry: ServiceEntry): Condition[] {
  if (binding.reason === BindingReason.ACCEPTED || binding.reason === BindingReason.UNKNOWN) return [];
  if (mesh.supports('connectStrategy') && entry.annotations[CONNECT_STRATEGY]?.toUpperCase() === 'RACE_FIRST_TCP_CONNECT') {
    return [{
      type: WAYPOINT_MISSING,
      status: 'True',
      reason: 'NoWaypointForRacingConnectStrategy',
      message: 'ServiceEntry has a non-default connect strategy but no waypoint bound. ' +
        'A waypoint is required for connect strategies to take effect for ambient clients.',
    }];
  }
  if (!mesh.supports('wildcardNeedsWaypoint') || !ownsWildcard(mesh, entry)) return [];
  return [{
    type: WAYPOINT_MISSING,
    status: 'True',
    reason: 'NoWaypointForWildcardService',
    message: 'ServiceEntry will not apply until it is bound to a valid waypoint.',
  }];
}

function ownsWildcard(mesh: MeshObjects, entry: ServiceEntry): boolean {
  const others = hostsOwnedByOthers(mesh, entry);
  return entry.body.spec?.hosts?.some((host) => host.startsWith('*') && !others.includes(host)) ?? false;
}

function visibilityApplied(mesh: MeshObjects, { namespace }: ServiceEntry): Condition[] {
  const visibility = hasVisibility(mesh) ? visibilityOf(mesh, namespace) : undefined;
  if (!visibility) return [];
  const type = VISIBILITY_APPLIED;
  return [visibility === 'NAMESPACE'
    ? {
      type,
      status: 'True',
      reason: 'Namespace',
      message: 'ServiceEntry is visible only within its own namespace (NAMESPACE), per mesh serviceEntryVisibility.',
    }
    : { type, status: 'True', reason: 'Public', message: 'ServiceEntry is visible to the entire mesh (PUBLIC).' }];
}
