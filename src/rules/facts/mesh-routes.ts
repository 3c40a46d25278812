import { findHostOwner } from '../../binding/gateway/deployed-services';
import type { HostOwner } from '../../mesh/host-index';
import { SERVICE } from '../../mesh/kinds/core';
import { GATEWAY } from '../../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../../mesh/kinds/istio';
import { GRPC_ROUTE, HTTP_ROUTE, TCP_ROUTE, TLS_ROUTE } from '../../mesh/kinds/routes';
import type { ParentRef, BackendRef } from '../../mesh/kinds/routes';
import type { ManifestOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import type { FieldPath } from '../../mesh/positions';
import { remember } from '../../mesh/remember';
import { isMeshParent } from '../../routing/mesh-parents';

export type Route =
  ManifestOf<typeof HTTP_ROUTE> | ManifestOf<typeof GRPC_ROUTE> | ManifestOf<typeof TCP_ROUTE> | ManifestOf<typeof TLS_ROUTE>;

/** All routes of the Gateway API. */
export const routesOf = remember((mesh: MeshObjects): readonly Route[] =>
  [...mesh.all(HTTP_ROUTE), ...mesh.all(GRPC_ROUTE), ...mesh.all(TCP_ROUTE), ...mesh.all(TLS_ROUTE)]);

/** Whether a route is about requests, and not about connections. */
export function isL7Route({ kind }: Route): boolean {
  return kind === HTTP_ROUTE.kind || kind === GRPC_ROUTE.kind;
}

/** A Service or ServiceEntry that a route names as its parent. */
export interface RouteParent {
  readonly route: Route;
  readonly ref: ParentRef;
  readonly path: FieldPath;
  /** Kind, namespace and name of the parent. */
  readonly target: { readonly group: string; readonly kind: string; readonly namespace: string; readonly name: string };
  /** Absent if it is not in the input. */
  readonly owner?: HostOwner;
}

/** The parents of all routes that are Services or ServiceEntries. */
export const meshParents = remember((mesh: MeshObjects): readonly RouteParent[] =>
  routesOf(mesh).flatMap((route) => (route.body.spec?.parentRefs ?? []).flatMap((ref, index) => {
    if (!isMeshParent(ref)) return [];
    const kind = ref.kind === SERVICE.kind ? SERVICE : SERVICE_ENTRY;
    const target = { group: kind.group, kind: kind.kind, namespace: ref.namespace ?? route.namespace, name: ref.name ?? '' };
    const owner = findHostOwner(mesh, kind.kind, target.namespace, target.name);
    return [{ route, ref, path: ['spec', 'parentRefs', index], target, ...owner && { owner } }];
  })));

/** The Gateways in the input that a route names as its parents. */
export function gatewayParents(mesh: MeshObjects, { namespace: own, body }: Route): ManifestOf<typeof GATEWAY>[] {
  return (body.spec?.parentRefs ?? []).flatMap(({ group, kind, name = '', namespace = own }) =>
    (group === GATEWAY.group && kind === GATEWAY.kind ? mesh.find(GATEWAY, namespace, name) : undefined) ?? []);
}

/** Whether a route has a parent in the mesh. */
export function isMeshRoute(route: Route): boolean {
  return route.body.spec?.parentRefs?.some(isMeshParent) ?? false;
}

/** A backend of a route, and the way to it. */
export interface PlacedBackend {
  readonly backend: BackendRef;
  readonly path: FieldPath;
}

/** The backends of all rules of a route. */
export function backendsOf(route: Route): readonly PlacedBackend[] {
  return backendsIn(route.body.spec?.rules ?? NO_RULES);
}

type Rules = readonly { readonly backendRefs?: readonly BackendRef[] }[];

const NO_RULES: Rules = [];

const backendsIn = remember((rules: Rules): readonly PlacedBackend[] => rules.flatMap(({ backendRefs = [] }, rule) =>
  backendRefs.map((backend, index) => ({ backend, path: ['spec', 'rules', rule, 'backendRefs', index] }))));
