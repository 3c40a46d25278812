import type { WaypointName } from '../binding/claim';
import { controllerOf } from '../binding/gateway/controller';
import { findHostOwner } from '../binding/gateway/deployed-services';
import { GATEWAY_CONTROLLER, MESH_CONTROLLER } from '../istio/classes';
import { NETWORKING_GROUP } from '../istio/groups';
import { NO_WAYPOINT, USE_WAYPOINT, USE_WAYPOINT_NAMESPACE } from '../istio/labels';
import type { HostOwner } from '../mesh/host-index';
import { serviceHost } from '../mesh/host-index';
import { SERVICE } from '../mesh/kinds/core';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import type { ParentRef } from '../mesh/kinds/routes';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { compareText } from '../mesh/object-ref';

/** A Service or ServiceEntry that a route names as its parent. */
export interface MeshParent {
  readonly ref: ParentRef;
  /** Its index in `spec.parentRefs`. */
  readonly index: number;
  /** Undefined: there is none of that name. */
  readonly owner: HostOwner | undefined;
  readonly hosts: readonly string[];
}

/** The field by which routes of all kinds are attached. */
export interface RouteBody { readonly spec?: { readonly parentRefs?: readonly ParentRef[] } }

/** Whether a parent is a Service or a ServiceEntry, and not a Gateway. */
export function isMeshParent({ group, kind }: ParentRef): boolean {
  return (kind === SERVICE.kind && (group === '' || group === 'core')) || (kind === SERVICE_ENTRY.kind && group === NETWORKING_GROUP);
}

/**
 * The Services and ServiceEntries to which a route is attached, in Istio's order; those whose waypoint another controller manages are left
 * to that one.
 * @see istio pilot/pkg/config/kube/gateway/conversion.go extractParentReferenceInfo
 */
export function meshParentsOf(mesh: MeshObjects, route: Manifest<RouteBody>): MeshParent[] {
  return namedParents(mesh, route)
    .filter(({ owner }) => !owner || !isManagedElsewhere(mesh, owner))
    .sort((a, b) => compareText(orderOf(a.ref, route.namespace), orderOf(b.ref, route.namespace)));
}

/** The host names of all parents in the mesh that a route names, those that are left to another controller too. */
export function parentHosts(mesh: MeshObjects, route: Manifest<RouteBody>): string[] {
  const hosts: string[] = [];
  for (const ref of route.body.spec?.parentRefs ?? []) if (isMeshParent(ref)) hosts.push(...hostsOf(mesh, route.namespace, ref));
  return hosts;
}

function namedParents(mesh: MeshObjects, route: Manifest<RouteBody>): MeshParent[] {
  return (route.body.spec?.parentRefs ?? [])
    .flatMap((ref, index) => isMeshParent(ref) ? [parentOf(mesh, route.namespace, ref, index)] : []);
}

function parentOf(mesh: MeshObjects, routeNamespace: string, ref: ParentRef, index: number): MeshParent {
  const { kind, name = '', namespace = routeNamespace } = ref;
  return { ref, index, owner: findHostOwner(mesh, kind, namespace, name), hosts: hostsOf(mesh, routeNamespace, ref) };
}

function hostsOf(mesh: MeshObjects, routeNamespace: string, { kind, name = '', namespace = routeNamespace }: ParentRef): readonly string[] {
  if (kind === SERVICE.kind) return [serviceHost({ name, namespace }, mesh.clusterDomain)];
  return mesh.find(SERVICE_ENTRY, namespace, name)?.body.spec?.hosts ?? [];
}

/** @see istio pilot/pkg/config/kube/gateway/conversion.go parentRefString */
export function orderOf({ group, kind, name, sectionName = '', port = 0, namespace }: ParentRef, routeNamespace: string): string {
  return `${group ?? ''}/${kind ?? ''}/${name ?? ''}/${sectionName}/${port}.${namespace ?? routeNamespace}`;
}

/**
 * Whether the waypoint of a parent belongs to a controller that is not Istio's.
 * @see istio pilot/pkg/config/kube/gateway/conversion.go waypointManagedByAnotherController
 */
function isManagedElsewhere(mesh: MeshObjects, owner: HostOwner): boolean {
  if (!mesh.supports('foreignWaypointRoutes')) return false;
  const waypoint = namedWaypoint(mesh, owner);
  const gateway = waypoint && mesh.find(GATEWAY, waypoint.namespace, waypoint.name);
  const controller = gateway && controllerOf(mesh, gateway);
  return controller !== undefined && controller !== MESH_CONTROLLER && controller !== GATEWAY_CONTROLLER;
}

/** The waypoint that the labels name. Unlike binding, this takes an empty name, and `none` in any case, for none. */
function namedWaypoint(mesh: MeshObjects, owner: HostOwner): WaypointName | undefined {
  const source = [owner, mesh.namespace(owner.namespace)].find(({ labels }) => Object.hasOwn(labels, USE_WAYPOINT));
  const name = source?.labels[USE_WAYPOINT];
  if (!source || !name || name.toLowerCase() === NO_WAYPOINT) return undefined;
  return { namespace: source.labels[USE_WAYPOINT_NAMESPACE] || owner.namespace, name };
}
