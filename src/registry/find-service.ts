import type { MeshService } from './mesh-service';
import { servicesOf } from './mesh-service';
import { SERVICE } from '../mesh/kinds/core';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { compareText } from '../mesh/object-ref';
import { remember, rememberEach } from '../mesh/remember';

/** Annotation on Service: the namespaces that see it, with commas between. */
const EXPORT_TO = 'networking.istio.io/exportTo';

/**
 * The services that have a host name, in the order in which Istio prefers them: those of Kubernetes, then the older.
 * @see istio pilot/pkg/model/push_context.go initServiceRegistry, SortServicesByCreationTime
 */
export const servicesWithHost = rememberEach((host: string) => host, (mesh: MeshObjects, host): readonly MeshService[] =>
  mesh.withHost(host)
    .flatMap((owner) => servicesOf(owner, mesh.clusterDomain))
    .filter((service) => service.host === host)
    .sort(byPreference));

function byPreference(a: MeshService, b: MeshService): number {
  return Number(isOf(SERVICE_ENTRY, a.owner)) - Number(isOf(SERVICE_ENTRY, b.owner))
    || compareText(a.owner.created, b.owner.created)
    || compareText(a.owner.namespace, b.owner.namespace);
}

/**
 * The service that a proxy of a namespace knows by a host name.
 * @see istio pilot/pkg/model/sidecar.go DefaultSidecarScopeForGateway, appendSidecarServices
 */
export function findService(mesh: MeshObjects, host: string, namespace: string): MeshService | undefined {
  return servicesWithHost(mesh, host).find((service) => isVisible(service, namespace));
}

/** @see istio pilot/pkg/model/push_context.go IsServiceVisible */
function isVisible({ owner }: MeshService, namespace: string): boolean {
  const exportTo = exportsOf(owner);
  if (exportTo.length === 0 || exportTo.includes('*')) return true;
  return exportTo.includes(namespace) || (exportTo.includes('.') && owner.namespace === namespace);
}

function exportsOf(owner: MeshService['owner']): readonly string[] {
  if (!isOf(SERVICE, owner)) return owner.body.spec?.exportTo ?? [];
  const text = Object.hasOwn(owner.annotations, EXPORT_TO) ? owner.annotations[EXPORT_TO] : '';
  return text === '' ? [] : text.split(',').map((name) => name.trim());
}

const byAddress = remember((mesh: MeshObjects) => {
  const index = new Map<string, MeshService>();
  for (const service of allServices(mesh)) {
    for (const address of service.addresses ?? []) if (!index.has(address)) index.set(address, service);
  }
  return index;
});

/** All services, by namespace and name of those of Kubernetes, then those of ServiceEntries. */
export const allServices = remember((mesh: MeshObjects): readonly MeshService[] =>
  [...mesh.all(SERVICE), ...mesh.all(SERVICE_ENTRY)].flatMap((owner) => servicesOf(owner, mesh.clusterDomain)));

/** The service that has an address, as far as manifests tell. */
export function serviceAt(mesh: MeshObjects, address: string): MeshService | undefined {
  return byAddress(mesh).get(address);
}
