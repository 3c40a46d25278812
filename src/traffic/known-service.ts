import type { WaypointName } from '../binding/claim';
import { servedService } from '../binding/served-by';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { compareText } from '../mesh/object-ref';
import type { MeshService } from '../registry/mesh-service';
import { servicesOf } from '../registry/mesh-service';

/**
 * The service for which a waypoint takes a connection to the address of another: of the hosts of a ServiceEntry that share their addresses
 * it knows the first only.
 * @see istio pilot/pkg/networking/core/listener_waypoint.go buildWaypointInternal
 */
export function serviceBehindAddress(mesh: MeshObjects, service: MeshService, waypoint: WaypointName): MeshService {
  const { owner } = service;
  if (!isOf(SERVICE_ENTRY, owner) || !owner.body.spec?.addresses?.length) return service;
  const [first] = servicesOf(owner, mesh.clusterDomain)
    .filter(({ host }) => servedService(mesh, host, waypoint)?.owner === owner)
    .sort((a, b) => compareText(a.host, b.host));
  return first ?? service;
}
