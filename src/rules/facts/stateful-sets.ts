import type { HostOwner } from '../../mesh/host-index';
import { STATEFUL_SET, SERVICE } from '../../mesh/kinds/core';
import { isOf } from '../../mesh/manifest';
import type { ManifestOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { endpointsOf } from '../../registry/endpoints';
import { isHeadless, servicesOf } from '../../registry/mesh-service';

export type StatefulSet = ManifestOf<typeof STATEFUL_SET>;

/** Whether pods of any StatefulSet can be dialled by name. */
export function haveNamedPods(mesh: MeshObjects): boolean {
  return mesh.all(STATEFUL_SET).some((one) => hasHeadlessService(mesh, one));
}

/** A StatefulSet among the pods of a Service, if each of its pods has a name in DNS by which it can be dialled. */
export function namedPodsOf(mesh: MeshObjects, owner: HostOwner): StatefulSet | undefined {
  return servicesOf(owner, mesh.clusterDomain).flatMap((service) => endpointsOf(mesh, service))
    .map(({ subject }) => subject.manifest)
    .filter((manifest) => isOf(STATEFUL_SET, manifest))
    .find((manifest) => hasHeadlessService(mesh, manifest));
}

function hasHeadlessService(mesh: MeshObjects, { namespace, body }: StatefulSet): boolean {
  const service = mesh.find(SERVICE, namespace, body.spec?.serviceName ?? '');
  return service !== undefined && servicesOf(service, mesh.clusterDomain).some(isHeadless);
}
