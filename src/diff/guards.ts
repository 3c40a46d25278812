import type { Dialled } from './target';
import { isDryRun } from '../authorization/dry-run';
import { PolicyAction } from '../authorization/policy-action';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { actionOf } from '../authorization/rbac';
import { attachedAuthentications, attachedPolicies } from '../authorization/waypoint-policies';
import { guestOf } from '../authorization/ztunnel/guest';
import { ztunnelPoliciesOf } from '../authorization/ztunnel/policies-of';
import { BindingReason } from '../binding/binding';
import { bindingOf, workloadBindingOf } from '../binding/served-by';
import type { Waypoint } from '../binding/waypoint';
import { AUTHORIZATION_POLICY } from '../mesh/kinds/istio-security';
import { isOf } from '../mesh/manifest';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { endpointsOf } from '../registry/endpoints';
import { guardedAt } from '../traffic/proxy';
import { tunnelPolicies } from '../traffic/tunnel-policies';

type RequestAuthentication = ReturnType<typeof attachedAuthentications>[number];

/** What stands between clients and what they dial. */
export interface Guards {
  /** The waypoint, then the canary. */
  readonly waypoints: readonly Waypoint[];
  readonly atWaypoints: readonly AuthorizationPolicy[];
  readonly authentications: readonly RequestAuthentication[];
  readonly atZtunnel: readonly AuthorizationPolicy[];
}

/** The waypoints and policies that may have a say on who dials something. */
export function guardsOf(mesh: MeshObjects, dialled: Dialled): Guards {
  const waypoints = waypointsOf(mesh, dialled);
  const guarded = waypoints.flatMap((waypoint) => guardedAt(mesh, waypoint, dialled.service?.owner) ?? []);
  const workloads = dialled.service ? endpointsOf(mesh, dialled.service) : [dialled.workload];
  const atZtunnel = workloads.flatMap(({ subject }) => ztunnelPoliciesOf(mesh, guestOf(subject))).flatMap(({ source }) => source ?? []);
  return {
    waypoints,
    atWaypoints: unique(guarded.flatMap((one) => [...tunnelPolicies(mesh, one), ...attachedPolicies(mesh, one)])),
    authentications: unique(guarded.flatMap((one) => attachedAuthentications(mesh, one))),
    atZtunnel: unique(atZtunnel.filter((source) => isOf(AUTHORIZATION_POLICY, source))),
  };
}

function waypointsOf(mesh: MeshObjects, { service, workload }: Dialled): Waypoint[] {
  const binding = service ? bindingOf(mesh, service.owner) : workloadBindingOf(mesh, workload);
  if (binding.reason !== BindingReason.ACCEPTED) return [];
  return [binding.waypoint, ...binding.canary?.reason === 'WaypointAccepted' ? [binding.canary.waypoint] : []];
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** What the waypoints of something enforce: policies that only pretend, or only write down, are none. */
export function enforcedBy(mesh: MeshObjects, { waypoints, atWaypoints, authentications }: Guards): Manifest[] {
  if (!waypoints.some((waypoint) => guardedAt(mesh, waypoint, undefined))) return [];
  return [...atWaypoints.filter((policy) => !isDryRun(policy) && actionOf(policy) !== PolicyAction.AUDIT), ...authentications];
}
