import type { Answer, Fact, Facts } from './facts';
import { byType, nameOf } from './ours';
import { GRPC_ROUTE, HTTP_ROUTE, TCP_ROUTE, TLS_ROUTE } from '../../src/mesh/kinds/routes';
import type { MeshObjects } from '../../src/mesh/mesh-objects';
import { parentStatuses } from '../../src/routing/gateway/route-status';

/** What Istio's code writes to routes, by parent, in its order. */
export function judgedRoutes({ routes }: Answer): Facts {
  return new Map(Object.entries(routes));
}

/** What our side expects there: nothing of routes that are another control plane's. */
export function ourRoutes(mesh: MeshObjects, judged: Facts): Facts {
  const routes = [HTTP_ROUTE, GRPC_ROUTE, TCP_ROUTE, TLS_ROUTE].flatMap((kind) => [...mesh.all(kind)]);
  return new Map([
    ...[...judged.keys()].map((key): [string, Fact] => [key, { parents: [] }]),
    ...routes.map((route): [string, Fact] => [`${route.kind}/${nameOf(route)}`, {
      parents: parentStatuses(mesh, route).map(({ ref, conditions }) => ({ parentRef: ref, conditions: byType(conditions) })),
    }]),
  ]);
}
