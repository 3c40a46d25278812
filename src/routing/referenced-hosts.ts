import type { MeshVirtualService } from './virtual-service';
import { routedHosts, virtualServicesFor } from './virtual-services';
import type { WaypointName } from '../binding/claim';
import { servedService } from '../binding/served-by';
import type { HttpRule, TcpRule } from '../mesh/kinds/istio-traffic';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';

/** For each host name the hosts whose routes lead to it. */
const referencesOf = remember((mesh: MeshObjects): ReadonlyMap<string, ReadonlySet<string>> => {
  const references = new Map<string, Set<string>>();
  for (const virtualService of routedHosts(mesh).flatMap((host) => virtualServicesFor(mesh, host))) {
    for (const destination of destinationsOf(virtualService)) {
      let hosts = references.get(destination);
      if (!hosts) references.set(destination, hosts = new Set());
      for (const host of virtualService.hosts) hosts.add(host);
    }
  }
  return references;
});

/**
 * Whether a waypoint knows a host because routes for one of its services lead to it. Routes for a wildcard don't count.
 * @param from the service that is asked first, as it costs little
 * @see istio pilot/pkg/model/push_context.go initVirtualServices
 */
export function isReferenced(mesh: MeshObjects, host: string, from: string, waypoint: WaypointName): boolean {
  const own = virtualServicesFor(mesh, from).filter(({ hosts }) => hosts.includes(from));
  if (own.some((virtualService) => destinationsOf(virtualService).includes(host))) return true;
  return [...referencesOf(mesh).get(host) ?? []].some((origin) => servedService(mesh, origin, waypoint) !== undefined);
}

/** @see istio pilot/pkg/model/push_context.go virtualServiceDestinations */
function destinationsOf({ http = [], tcp = [], tls = [] }: MeshVirtualService): string[] {
  return [
    ...http.flatMap(({ rule }) => ofHttp(rule)),
    ...[...tcp, ...tls].flatMap(({ rule }) => ofL4(rule)),
  ];
}

function ofHttp({ route = [], mirror, mirrors = [] }: HttpRule): string[] {
  const destinations = [...route.map(({ destination }) => destination), mirror, ...mirrors.map(({ destination }) => destination)];
  return destinations.flatMap((destination) => destination?.host ?? []);
}

function ofL4({ route = [] }: TcpRule): string[] {
  return route.flatMap(({ destination }) => destination?.host ?? []);
}
