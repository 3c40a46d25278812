import { attachmentsOf } from './attach';
import type { Gateway } from '../../binding/gateway/controller';
import { GRPC_ROUTE, HTTP_ROUTE, TCP_ROUTE, TLS_ROUTE } from '../../mesh/kinds/routes';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';

/**
 * How many routes are attached to a listener of a Gateway.
 * @see istio pilot/pkg/config/kube/gateway/route_collections.go gatewayRouteAttachmentCountCollection
 */
export function attachedRoutes(mesh: MeshObjects, gateway: Gateway, listener: string): number {
  return countsOf(mesh).get(gateway)?.get(listener) ?? 0;
}

const countsOf = remember((mesh: MeshObjects) => {
  const counts = new Map<Gateway, Map<string, number>>();
  for (const [gateway, listener] of attachedListeners(mesh)) {
    const ofGateway = counts.get(gateway) ?? new Map<string, number>();
    counts.set(gateway, ofGateway.set(listener, (ofGateway.get(listener) ?? 0) + 1));
  }
  return counts;
});

/** Each listener once for each route that is attached to it. */
function* attachedListeners(mesh: MeshObjects): Generator<readonly [Gateway, string]> {
  for (const route of [HTTP_ROUTE, GRPC_ROUTE, TCP_ROUTE, TLS_ROUTE].flatMap((kind) => [...mesh.all(kind)])) {
    const attached = (route.body.spec?.parentRefs ?? []).flatMap((ref) => attachmentsOf(mesh, route, ref)).filter(({ denial }) => !denial);
    for (const listener of new Set(attached.map(({ to }) => to))) yield [listener.gateway, listener.listener.name ?? ''];
  }
}
