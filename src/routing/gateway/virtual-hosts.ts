import { listenerVirtualServices } from './listener-virtual-services';
import { internalName, openListeners } from './open-listeners';
import type { RouteListener } from './route-listener';
import { takesNamespace } from './route-listener';
import type { Gateway } from '../../binding/gateway/controller';
import { ingressProxyLabels } from '../../binding/gateway/proxy-labels';
import type { StringMap } from '../../mesh/fields';
import type { HttpMatch } from '../../mesh/kinds/istio-traffic';
import { hasLabels } from '../../mesh/label-selector';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { rememberEach } from '../../mesh/remember';
import type { RouteEntry } from '../route-entry';
import { entriesOf, takesAll } from '../route-entry';
import type { MeshVirtualService } from '../virtual-service';
import { commonHosts } from '../virtual-service';
import { gatewayName } from '../written-virtual-services';

/**
 * The lines of the route table of a Gateway for requests to a host on one of its ports: those of the closest host name; none: no route is
 * for it.
 * @see envoy source/common/router/config_impl.cc findVirtualHost
 */
export function gatewayRoutes(mesh: MeshObjects, gateway: Gateway, port: number, host: string): readonly RouteEntry[] {
  const hosts = gatewayTable(mesh, gateway, port);
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const wildcards = [...name].map((_, index) => `*${name.slice(index + 1)}`);
  const closest = [name, ...wildcards, '*'].find((domain) => hosts.has(domain));
  return closest === undefined ? [] : hosts.get(closest)!;
}

/**
 * The route table of a port, by host name.
 * @see istio pilot/pkg/networking/core/gateway.go buildGatewayHTTPRouteConfig
 */
export const gatewayTable = rememberEach(
  ({ namespace, name }: Gateway, port: number) => `${namespace}/${name}/${port}`,
  (mesh: MeshObjects, gateway, port): ReadonlyMap<string, readonly RouteEntry[]> => {
    const hosts = new Map<string, RouteEntry[]>();
    for (const to of openListeners(mesh, gateway, port)) {
      for (const virtualService of listenerVirtualServices(mesh, to)) addTo(hosts, mesh, to, virtualService);
    }
    return new Map([...hosts].map(([host, entries]) => [host, withCatchAllsLast(entries)]));
  });

function addTo(hosts: Map<string, RouteEntry[]>, mesh: MeshObjects, to: RouteListener, virtualService: MeshVirtualService): void {
  if (!takesNamespace(mesh, to, virtualService.namespace)) return;
  const entries = entriesOf(virtualService, (match) => isUsable(mesh, to, virtualService, match));
  if (entries.length === 0) return;
  for (const name of commonHosts([to.listener.hostname || '*'], virtualService.hosts)) {
    const host = name.toLowerCase();
    hosts.set(host, [...hosts.get(host) ?? [], ...entries]);
  }
}

/** @see istio pilot/pkg/networking/core/route/route.go SortVHostRoutes */
function withCatchAllsLast(entries: readonly RouteEntry[]): RouteEntry[] {
  return [...entries.filter(({ match }) => !takesAll(match)), ...entries.filter(({ match }) => takesAll(match))];
}

/** @see istio pilot/pkg/networking/core/route/route.go TranslateRoute, sourceMatchHTTP */
function isUsable(mesh: MeshObjects, to: RouteListener, { namespace }: MeshVirtualService, match: HttpMatch | undefined): boolean {
  if (!match) return true;
  if (match.port && match.port !== to.listener.port) return false;
  if (match.gateways?.length) return match.gateways.some((name) => gatewayName(name, namespace) === internalName(to));
  const labels: StringMap = match.sourceLabels ?? {};
  const isNear = !match.sourceNamespace || match.sourceNamespace === to.gateway.namespace;
  return isNear && hasLabels(ingressProxyLabels(mesh, to.gateway), labels);
}
