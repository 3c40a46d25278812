import type { ObjectStatus } from './object-status';
import { parentNotes } from './parent-notes';
import { GRPC_ROUTE, HTTP_ROUTE, TCP_ROUTE, TLS_ROUTE } from '../mesh/kinds/routes';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refusalOf } from '../registry/refusal';
import type { Route } from '../routing/gateway/attach';
import { parentStatuses } from '../routing/gateway/route-status';

/** The status of the routes: one for each parent, in their order. */
export function routeStatuses(mesh: MeshObjects): ObjectStatus[] {
  return [HTTP_ROUTE, GRPC_ROUTE, TCP_ROUTE, TLS_ROUTE].flatMap((kind) => [...mesh.all(kind)]).flatMap((route) => statusesOf(mesh, route));
}

function statusesOf(mesh: MeshObjects, route: Route): ObjectStatus[] {
  const refusal = refusalOf(route);
  if (refusal !== undefined) return [{ manifest: route, refusal, conditions: [], notes: [`no cluster takes it: ${refusal}`] }];
  const written = new Map(parentStatuses(mesh, route).map(({ index, conditions }) => [index, conditions]));
  return (route.body.spec?.parentRefs ?? []).map((ref, index) => ({
    manifest: route,
    part: { kind: 'parent', ref, path: ['spec', 'parentRefs', index] },
    conditions: written.get(index) ?? [],
    notes: parentNotes(mesh, route, ref, written.has(index)),
  }));
}
