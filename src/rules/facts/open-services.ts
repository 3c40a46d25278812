import { boundOf } from './bindings';
import { isCaptured } from './capture';
import { protectingPolicies } from './protection';
import type { Bound } from '../../binding/binding';
import { TrafficPath } from '../../binding/binding';
import { SERVICE } from '../../mesh/kinds/core';
import { isOf } from '../../mesh/manifest';
import type { Manifest, ManifestOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';
import { endpointsOf } from '../../registry/endpoints';
import { identityOf } from '../../registry/identity';
import type { MeshService } from '../../registry/mesh-service';
import { servicesOf } from '../../registry/mesh-service';
import { targetPort } from '../../registry/target-port';
import type { Workload } from '../../registry/workloads';
import { unknown } from '../../request/truth';
import { arriveAt } from '../../traffic/arrival';
import { Verdict } from '../../traffic/verdict';

/** A Service that a policy of its waypoint protects, and whose pods take connections past the waypoint. */
export interface OpenService {
  readonly service: ManifestOf<typeof SERVICE>;
  readonly bound: Bound;
  readonly policy: Manifest;
}

/** All of them. What is known of pods that are not in the input is nothing. */
export const openServices = remember((mesh: MeshObjects): readonly OpenService[] => {
  const policies = protectingPolicies(mesh);
  return boundOf(mesh).flatMap((bound) => {
    const { subject: { manifest: service, traffic }, path } = bound;
    const policy = policies.get(service);
    if (!policy || traffic !== 'service' || path !== TrafficPath.TO_WAYPOINT || !isOf(SERVICE, service)) return [];
    return isOpen(mesh, service) ? [{ service, bound, policy }] : [];
  });
});

/** Whether a client that no policy names gets to the pods of a Service on its own. */
function isOpen(mesh: MeshObjects, owner: OpenService['service']): boolean {
  return servicesOf(owner, mesh.clusterDomain).some((service) => {
    const workload = endpointsOf(mesh, service).find((each) => isCaptured(mesh, each));
    return workload !== undefined && service.ports.some(({ number }) => admitsAnybody(mesh, service, number, workload));
  });
}

function admitsAnybody(mesh: MeshObjects, service: MeshService, port: number, workload: Workload): boolean {
  const stranger = { identity: identityOf(mesh, service.owner.namespace, 'any-other'), ip: unknown('its address') };
  const target = targetPort(service, port, workload);
  return target !== undefined && arriveAt(mesh, workload, target, stranger).verdict === Verdict.ALLOWED;
}
