import { attachmentOf, policyNamespaces, targetsOf } from '../authorization/attachment';
import type { AuthorizationPolicy } from '../authorization/rbac';
import { BindingReason, TrafficPath } from '../binding/binding';
import { findHostOwner } from '../binding/gateway/deployed-services';
import { bindingOf } from '../binding/served-by';
import type { Waypoint } from '../binding/waypoint';
import { findWaypoint, waypointsOf } from '../binding/waypoint';
import { groupBy } from '../mesh/group-by';
import type { HostOwner } from '../mesh/host-index';
import { SERVICE } from '../mesh/kinds/core';
import { GATEWAY, GATEWAY_CLASS } from '../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { TargetRef } from '../mesh/kinds/istio-security';
import type { MeshObjects } from '../mesh/mesh-objects';
import { compareRefs } from '../mesh/object-ref';
import { remember } from '../mesh/remember';
import { isIstioWaypoint } from '../traffic/proxy';
import { tunnelPolicies } from '../traffic/tunnel-policies';

/** What a waypoint serves. */
interface Served {
  readonly waypoint: Waypoint;
  /** Absent where a client may address pods. */
  readonly service?: HostOwner;
}

/** The waypoints at which a policy applies to anything that clients reach through them, by namespace and name. */
export function policyWaypoints(mesh: MeshObjects, policy: AuthorizationPolicy): Waypoint[] {
  const opened = mesh.layeredPolicies ? istioWaypoints(mesh).filter((waypoint) => tunnelPolicies(mesh, { waypoint }).includes(policy)) : [];
  const served = targetsOf(policy.body).flatMap(({ target }) => servedBy(mesh, policy, target))
    .filter((guarded) => policyNamespaces(mesh, guarded).includes(policy.namespace) && attachmentOf(mesh, policy, guarded));
  const waypoints = new Map([...opened.map((waypoint) => ({ waypoint })), ...served].map(({ waypoint }) => [`${waypoint.namespace}/${waypoint.name}`, waypoint]));
  return [...waypoints.values()].sort((a, b) => compareRefs({ ...GATEWAY, ...a }, { ...GATEWAY, ...b }));
}

function servedBy(mesh: MeshObjects, { namespace }: AuthorizationPolicy, { kind, name = '' }: TargetRef): Served[] {
  switch (kind) {
    case SERVICE.kind:
    case SERVICE_ENTRY.kind: return servedOwner(mesh, findHostOwner(mesh, kind, namespace, name));
    case GATEWAY.kind: return named(mesh, namespace, name).flatMap((waypoint) => [{ waypoint }, ...servicesOf(mesh, waypoint, namespace)]);
    case GATEWAY_CLASS.kind: return istioWaypoints(mesh).map((waypoint) => ({ waypoint }));
    default: return [];
  }
}

/** The waypoint of the policy's own namespace may exist elsewhere. */
function named(mesh: MeshObjects, namespace: string, name: string): readonly Waypoint[] {
  const assumed = mesh.find(GATEWAY, namespace, name) ? undefined : findWaypoint(mesh, { namespace, name }).waypoint;
  return [...byName(mesh).get(name) ?? [], ...assumed ? [assumed] : []];
}

/** A service whose waypoint sees its traffic; its canary sees a part of it. */
function servedOwner(mesh: MeshObjects, owner: HostOwner | undefined): Served[] {
  const binding = owner && bindingOf(mesh, owner);
  if (binding?.reason !== BindingReason.ACCEPTED || binding.path !== TrafficPath.TO_WAYPOINT) return [];
  const canary = binding.canary?.reason === 'WaypointAccepted' ? [binding.canary.waypoint] : [];
  return [binding.waypoint, ...canary].filter((waypoint) => isIstioWaypoint(mesh, waypoint))
    .map((waypoint) => ({ waypoint, service: owner! }));
}

/** Older releases look for policies of a waypoint in the namespaces of its services as well. */
function servicesOf(mesh: MeshObjects, { namespace, name }: Waypoint, of: string): Served[] {
  if (mesh.supports('gatewayPoliciesAtHome')) return [];
  return [...mesh.inNamespace(SERVICE, of), ...mesh.inNamespace(SERVICE_ENTRY, of)].flatMap((owner) => servedOwner(mesh, owner))
    .filter(({ waypoint }) => waypoint.namespace === namespace && waypoint.name === name);
}

const istioWaypoints = remember((mesh: MeshObjects): readonly Waypoint[] => [
  ...waypointsOf(mesh).filter((waypoint) => isIstioWaypoint(mesh, waypoint)),
]);

const byName = remember((mesh: MeshObjects) => groupBy(istioWaypoints(mesh), ({ name }) => [name]));
