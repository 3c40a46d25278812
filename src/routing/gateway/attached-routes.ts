import type { Route } from './attach';
import { attachmentsOf } from './attach';
import type { RouteListener } from './route-listener';
import { routeListenersOf } from './route-listener';
import type { Gateway } from '../../binding/gateway/controller';
import { GRPC_ROUTE, HTTP_ROUTE, TCP_ROUTE, TLS_ROUTE } from '../../mesh/kinds/routes';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';

/**
 * How many routes are attached to a listener of a Gateway.
 * @see istio pilot/pkg/config/kube/gateway/route_collections.go gatewayRouteAttachmentCountCollection
 */
export function attachedRoutes(mesh: MeshObjects, gateway: Gateway, listener: string): number {
  const routes = routeListenersOf(mesh, gateway).filter((to) => to.listener.name === listener).flatMap((to) => routesAttachedTo(mesh, to));
  return new Set(routes).size;
}

/** The routes that are attached to a listener, once for each of their parentRefs that attaches them. */
export function routesAttachedTo(mesh: MeshObjects, to: RouteListener): readonly Route[] {
  return attachedTo(mesh).get(to) ?? [];
}

const attachedTo = remember((mesh: MeshObjects): ReadonlyMap<RouteListener, readonly Route[]> => {
  const attached = new Map<RouteListener, Route[]>();
  for (const route of [HTTP_ROUTE, GRPC_ROUTE, TCP_ROUTE, TLS_ROUTE].flatMap((kind): Route[] => [...mesh.all(kind)])) {
    const attachments = (route.body.spec?.parentRefs ?? []).flatMap((ref) => attachmentsOf(mesh, route, ref));
    for (const { to } of attachments.filter(({ denial }) => !denial)) {
      const routes = attached.get(to);
      if (routes) routes.push(route);
      else attached.set(to, [route]);
    }
  }
  return attached;
});
