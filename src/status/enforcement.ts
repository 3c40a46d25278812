import { proxiesOf } from './gateway-proxies';
import { policyWaypoints } from './policy-waypoints';
import { targetsOf } from '../authorization/attachment';
import { isDryRun } from '../authorization/dry-run';
import { PolicyAction } from '../authorization/policy-action';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { actionOf } from '../authorization/rbac';
import { canMatch, convertForZtunnel } from '../authorization/ztunnel/convert';
import { guestOf } from '../authorization/ztunnel/guest';
import { isAbout } from '../authorization/ztunnel/policies-of';
import type { ZtunnelPolicy } from '../authorization/ztunnel/ztunnel-policy';
import type { WaypointName } from '../binding/claim';
import { DATAPLANE_MODE } from '../istio/labels';
import { hasLabels } from '../mesh/label-selector';
import type { MeshObjects } from '../mesh/mesh-objects';
import { DataPlane, dataPlaneOf } from '../registry/data-plane';
import { isTaken } from '../registry/refusal';
import type { Workload } from '../registry/workloads';
import { workloadsIn, workloadsOf } from '../registry/workloads';
import { isUnknown } from '../request/truth';

/** A place where a policy is enforced. */
export type Enforcement =
  /** At a waypoint, or by the proxies of an ingress gateway. */
  | { readonly at: 'waypoint' | 'gateway'; readonly gateway: WaypointName }
  /** By ztunnel before the workloads that it captures, or by sidecars. */
  | { readonly at: 'ztunnel' | 'sidecar' };

/**
 * Where a policy is enforced in fact, as far as the input tells; that need not be what its status says.
 * @see istio pilot/pkg/model/policyattachment.go ShouldAttachPolicy
 */
export function enforcementOf(mesh: MeshObjects, policy: AuthorizationPolicy): Enforcement[] {
  if (!isTaken(policy) || isDryRun(policy) || actionOf(policy) === PolicyAction.AUDIT) return [];
  const proxies = proxiesOf(mesh, policy).map(({ namespace, name }): Enforcement => ({ at: 'gateway', gateway: { namespace, name } }));
  const waypoints = policyWaypoints(mesh, policy).map(({ namespace, name }): Enforcement => ({ at: 'waypoint', gateway: { namespace, name } }));
  return [...waypoints, ...targetsOf(policy.body).length === 0 ? bySelector(mesh, policy) : [], ...proxies];
}

function bySelector(mesh: MeshObjects, policy: AuthorizationPolicy): Enforcement[] {
  const { policy: converted } = convertForZtunnel(mesh, policy);
  const isAtZtunnel = converted && isEffective(converted) && reachesZtunnel(mesh, converted);
  return [...isAtZtunnel ? [{ at: 'ztunnel' } as const] : [], ...selectsSidecar(mesh, policy) ? [{ at: 'sidecar' } as const] : []];
}

/** A DENY policy of whose rules none can match does nothing; an ALLOW policy then refuses everything. */
export function isEffective({ action, rules }: ZtunnelPolicy): boolean {
  return action === PolicyAction.ALLOW || rules.length === 0 || rules.some(canMatch);
}

/** Whether ztunnel captures a workload that a policy is about, or may do so. */
export function reachesZtunnel(mesh: MeshObjects, policy: ZtunnelPolicy): boolean {
  const guests = candidates(mesh, policy.namespace).filter(({ subject }) => isAbout(policy, guestOf(subject)));
  if (guests.length > 0) return guests.some((workload) => hasDataPlane(mesh, workload, DataPlane.ZTUNNEL));
  const { isKnown, labels } = mesh.namespace(policy.namespace);
  return policy.namespace === mesh.config.rootNamespace || !isKnown || labels[DATAPLANE_MODE] === 'ambient';
}

function selectsSidecar(mesh: MeshObjects, { namespace, body }: AuthorizationPolicy): boolean {
  const labels = body.spec?.selector?.matchLabels ?? {};
  return candidates(mesh, namespace).some((workload) => hasLabels(workload.labels, labels) && isSidecar(mesh, workload));
}

/** Policies of the root namespace are about workloads of all namespaces. */
function candidates(mesh: MeshObjects, namespace: string): readonly Workload[] {
  return namespace === mesh.config.rootNamespace ? workloadsOf(mesh) : workloadsIn(mesh, namespace);
}

function hasDataPlane(mesh: MeshObjects, workload: Workload, dataPlane: DataPlane): boolean {
  const choice = dataPlaneOf(mesh, workload);
  return isUnknown(choice) || choice.dataPlane === dataPlane;
}

function isSidecar(mesh: MeshObjects, workload: Workload): boolean {
  const choice = dataPlaneOf(mesh, workload);
  return !isUnknown(choice) && choice.dataPlane === DataPlane.SIDECAR;
}
