import { fromTcpRoute, fromTlsRoute, mergeRoutes } from './converted-routes';
import type { RouteBody } from './mesh-parents';
import { meshParentsOf, parentHosts } from './mesh-parents';
import { grpcRules, httpRules } from './route-rules';
import type { MeshVirtualService } from './virtual-service';
import { byAge, hostsOverlap } from './virtual-service';
import { fromWritten, hostsOf, isForMesh } from './written-virtual-services';
import { VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import { GRPC_ROUTE, HTTP_ROUTE, TCP_ROUTE, TLS_ROUTE } from '../mesh/kinds/routes';
import type { Manifest, ManifestOf } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember, rememberEach } from '../mesh/remember';
import { isTaken } from '../registry/refusal';

type VirtualService = ManifestOf<typeof VIRTUAL_SERVICE>;

/** Routes and VirtualServices of the mesh by host name. */
interface RouteIndex {
  /** Routes that another controller may manage are among them. */
  readonly byHost: ReadonlyMap<string, readonly Manifest[]>;
  /** VirtualServices with a host that has a wildcard. */
  readonly wildcards: readonly VirtualService[];
}

const indexOf = remember((mesh: MeshObjects): RouteIndex => {
  const byHost = new Map<string, Manifest[]>();
  const wildcards: VirtualService[] = [];
  const add = (host: string, manifest: Manifest) => {
    const group = byHost.get(host);
    if (!group) byHost.set(host, [manifest]);
    else if (group[group.length - 1] !== manifest) group.push(manifest);
  };
  for (const kind of [HTTP_ROUTE, GRPC_ROUTE, TCP_ROUTE, TLS_ROUTE]) {
    for (const route of mesh.all(kind)) for (const host of parentHosts(mesh, route)) add(host, route);
  }
  for (const virtualService of mesh.all(VIRTUAL_SERVICE).filter(isForMesh)) {
    for (const host of hostsOf(mesh, virtualService)) add(host, virtualService);
    if (hostsOf(mesh, virtualService).some((host) => host.startsWith('*'))) wildcards.push(virtualService);
  }
  return { byHost, wildcards };
});

/**
 * All VirtualServices of the mesh that have a host name, of whatever namespace, oldest first; those converted from routes among them.
 * What no cluster takes is not there.
 * @see istio pilot/pkg/model/virtualservice_controller.go MergedVirtualServices
 */
export const virtualServicesFor = rememberEach((host: string) => host, (mesh: MeshObjects, host): readonly MeshVirtualService[] => {
  const { byHost, wildcards } = indexOf(mesh);
  const named = (byHost.get(host) ?? []).filter((manifest) => isOf(VIRTUAL_SERVICE, manifest) || isAttached(mesh, manifest, host));
  const others = wildcards.filter((one) => !named.includes(one) && hostsOf(mesh, one).some((pattern) => hostsOverlap(pattern, host)));
  return convert(mesh, host, [...named, ...others].filter(isTaken)).sort(byAge);
});

/** The routes and VirtualServices that name a host and that no cluster takes. */
export function refusedRoutesFor(mesh: MeshObjects, host: string): readonly Manifest[] {
  return (indexOf(mesh).byHost.get(host) ?? []).filter((manifest) => !isTaken(manifest));
}

/** All host names that routes or VirtualServices name, those with wildcards among them. */
export function routedHosts(mesh: MeshObjects): string[] {
  return [...indexOf(mesh).byHost.keys()];
}

/** Whether a route is attached to a parent with a host name: whether Istio manages it is asked for few. */
function isAttached(mesh: MeshObjects, route: Manifest, host: string): boolean {
  return meshParentsOf(mesh, route as Manifest<RouteBody>).some(({ hosts }) => hosts.includes(host));
}

function convert(mesh: MeshObjects, host: string, manifests: readonly Manifest[]): MeshVirtualService[] {
  const parent = 'mesh';
  const l7 = manifests.filter((manifest) => isOf(HTTP_ROUTE, manifest) || isOf(GRPC_ROUTE, manifest));
  return [
    ...mergeRoutes(mesh, host, l7, (route) => isOf(HTTP_ROUTE, route)
      ? httpRules({ mesh, route, parent }).rules
      : grpcRules({ mesh, route, parent }).rules),
    ...manifests.filter((manifest) => isOf(TCP_ROUTE, manifest)).flatMap((route) => mesh.supports('tcpRoutes') ? fromTcpRoute(mesh, host, route) : []),
    ...manifests.filter((manifest) => isOf(TLS_ROUTE, manifest)).flatMap((route) => fromTlsRoute(mesh, host, route)),
    ...manifests.filter((manifest) => isOf(VIRTUAL_SERVICE, manifest)).map((one) => fromWritten(mesh, one)),
  ];
}
