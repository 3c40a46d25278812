import type { L4Entry, RouteEntry } from './route-entry';
import { entriesOf } from './route-entry';
import type { MeshVirtualService } from './virtual-service';
import { inProxyOrder } from './virtual-service';
import { virtualServicesFor } from './virtual-services';
import { namesMesh } from './written-virtual-services';
import type { WaypointName } from '../binding/claim';
import type { HttpMatch } from '../mesh/kinds/istio-traffic';
import type { MeshObjects } from '../mesh/mesh-objects';
import { rememberEach } from '../mesh/remember';
import type { MeshService } from '../registry/mesh-service';

/**
 * The routes of a waypoint for one port of a service; empty: there are none, so requests go to the service itself.
 * @see istio pilot/pkg/networking/core/listener_waypoint.go buildWaypointInboundHTTPRouteConfig, waypointInboundRoute
 */
export const waypointRoutes = rememberEach(
  ({ namespace }: WaypointName, { host, owner }: MeshService, port: number) => `${namespace} ${host} ${owner.namespace} ${port}`,
  (mesh: MeshObjects, waypoint, service, port): readonly RouteEntry[] => chosen(mesh, waypointVirtualServices(mesh, waypoint, service))
    .flatMap((virtualService) => entriesOf(virtualService, (match) => isUsable(mesh, waypoint, match, port))),
);

/** Of several VirtualServices older releases take one only. */
function chosen(mesh: MeshObjects, virtualServices: readonly MeshVirtualService[]): readonly MeshVirtualService[] {
  const withHttp = virtualServices.filter(({ http }) => http !== undefined);
  if (mesh.supports('allVirtualServices')) return withHttp;
  return mesh.supports('firstHttpVirtualService') ? withHttp.slice(0, 1) : virtualServices.slice(0, 1).filter(({ http }) => http !== undefined);
}

/**
 * Where a waypoint sends connections to a port of a service that are not HTTP; undefined: no rule takes them.
 * @see istio pilot/pkg/networking/core/listener_waypoint.go getWaypointTCPRoutes
 */
export function waypointL4Route(mesh: MeshObjects, waypoint: WaypointName, service: MeshService, port: number): L4Entry | undefined {
  if (!mesh.supports('tcpRoutes')) return undefined;
  const virtualServices = waypointVirtualServices(mesh, waypoint, service);
  const tls = virtualServices.flatMap((one) => one.tls ?? []).find(({ rule: { match } }) =>
    !match?.length || match.some((one) => one.sniHosts?.length === 1 && one.sniHosts[0] === service.host && takesPort(one, port)));
  const found = tls ?? virtualServices.flatMap((one) => one.tcp ?? []).find(({ rule: { match } }) =>
    !match?.length || match.some((one) => takesPort(one, port)));
  return found && { destinations: found.rule.route ?? [], origin: found.origin };
}

interface L4Match {
  readonly port?: number;
  readonly gateways?: readonly string[];
  readonly sourceLabels?: object;
  readonly sourceNamespace?: string;
}

/** @see istio pilot/pkg/networking/core/tls.go matchTLS, matchTCP */
function takesPort({ port, gateways, sourceLabels, sourceNamespace }: L4Match, listened: number): boolean {
  const isSource = gateways?.length ? namesMesh(gateways) : Object.keys(sourceLabels ?? {}).length === 0 && !sourceNamespace;
  return isSource && (!port || port === listened);
}

/**
 * The VirtualServices that a waypoint looks at for a service: those of its own namespace and of that of the service, in its order.
 * @see istio pilot/pkg/networking/core/listener_waypoint.go getVirtualServiceForWaypoint
 */
export function waypointVirtualServices(mesh: MeshObjects, waypoint: WaypointName, service: MeshService): MeshVirtualService[] {
  const { namespace } = waypoint;
  const homes = [namespace, service.owner.namespace];
  const near = virtualServicesFor(mesh, service.host).filter((one) => homes.includes(one.namespace));
  return inProxyOrder(near, namespace);
}

/** @see istio pilot/pkg/networking/core/route/route.go TranslateRoute, sourceMatchHTTP */
function isUsable(mesh: MeshObjects, waypoint: WaypointName, match: HttpMatch | undefined, port: number): boolean {
  if (!match) return true;
  const hasLabels = Object.keys(match.sourceLabels ?? {}).length > 0;
  if (match.port && match.port !== port) return false;
  if (hasLabels && mesh.supports('sourceLabelsIgnored')) return false;
  return match.gateways?.length ? namesMesh(match.gateways) : !hasLabels && isFrom(match, waypoint);
}

/** The namespace of the source is that of the waypoint. */
function isFrom({ sourceNamespace }: HttpMatch, { namespace }: WaypointName): boolean {
  return !sourceNamespace || sourceNamespace === namespace;
}
