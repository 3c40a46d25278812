import { bind } from './bind';
import type { Binding } from './binding';
import { BindingReason } from './binding';
import type { WaypointName } from './claim';
import type { HostOwner } from '../mesh/host-index';
import type { MeshObjects } from '../mesh/mesh-objects';
import { rememberPair } from '../mesh/remember';
import { servicesWithHost } from '../registry/find-service';
import type { MeshService } from '../registry/mesh-service';
import { subjectsIn } from '../registry/subject';
import type { Workload } from '../registry/workloads';

/** The binding of a Service or ServiceEntry for traffic to its address. */
export const bindingOf = rememberPair((mesh: MeshObjects, owner: HostOwner): Binding => bind(mesh, subjectsIn(owner)[0]));

/** Whether a waypoint serves traffic to a service, be it as its primary or as its canary. */
export function isServedBy(mesh: MeshObjects, owner: HostOwner, waypoint: WaypointName): boolean {
  const binding = bindingOf(mesh, owner);
  if (binding.reason !== BindingReason.ACCEPTED) return false;
  const canary = binding.canary?.reason === 'WaypointAccepted' ? [binding.canary.waypoint] : [];
  return [binding.waypoint, ...canary].some(({ namespace, name }) => namespace === waypoint.namespace && name === waypoint.name);
}

/**
 * The service that a waypoint serves under a host name.
 * @see istio pilot/pkg/networking/core/waypoint.go findWaypointResources
 */
export function servedService(mesh: MeshObjects, host: string, waypoint: WaypointName): MeshService | undefined {
  return servicesWithHost(mesh, host).find(({ owner }) => isServedBy(mesh, owner, waypoint));
}

/** The binding of a workload for traffic to its own address. */
export const workloadBindingOf = rememberPair((mesh: MeshObjects, { subject }: Workload): Binding => bind(mesh, subject));
