import type { RouteListener } from './route-listener';
import { routeListenersOf, takesNamespace } from './route-listener';
import { GATEWAY } from '../../mesh/kinds/gateway-api';
import type { ParentRef } from '../../mesh/kinds/routes';
import type { Manifest } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import type { ConfigError } from '../config-error';
import { hostsOverlap } from '../virtual-service';

/** A route of any kind. */
export type Route = Manifest<{ readonly spec?: { readonly parentRefs?: readonly ParentRef[]; readonly hostnames?: readonly string[] } }>;

/** One listener of a Gateway that a route names. */
export interface Attachment {
  readonly to: RouteListener;
  /** Why the route is not attached; undefined: it is. */
  readonly denial: ConfigError | undefined;
}

/**
 * What becomes of a route at each listener of a Gateway that it names; none for a Gateway that takes no routes.
 * @see istio pilot/pkg/config/kube/gateway/conversion.go extractParentReferenceInfo
 */
export function attachmentsOf(mesh: MeshObjects, route: Route, ref: ParentRef): Attachment[] {
  if (ref.kind !== GATEWAY.kind || ref.group !== GATEWAY.group) return [];
  const gateway = mesh.find(GATEWAY, ref.namespace ?? route.namespace, ref.name ?? '');
  return gateway ? routeListenersOf(mesh, gateway).map((to) => ({ to, denial: denialOf(mesh, route, ref, to) })) : [];
}

/** @see istio pilot/pkg/config/kube/gateway/conversion.go referenceAllowed */
function denialOf(mesh: MeshObjects, route: Route, { port, sectionName }: ParentRef, to: RouteListener): ConfigError | undefined {
  if (port && port !== to.listener.port) return { reason: 'NoMatchingParent', message: `port ${port} not found` };
  if (sectionName && sectionName !== to.listener.name) return { reason: 'NoMatchingParent', message: `sectionName "${sectionName}" not found` };
  const { hostname = '' } = to.listener;
  if (!listensTo(route, hostname)) return { reason: 'NoMatchingListenerHostname', message: `no hostnames matched parent hostname "${hostname}"` };
  if (!takesNamespace(mesh, to, route.namespace)) {
    const message = `hostnames matched parent hostname "${hostname}", but namespace "${route.namespace}" is not allowed by the parent`;
    return { reason: 'NotAllowedByListeners', message };
  }
  if (!to.kinds.includes(route.kind)) return { reason: 'NotAllowedByListeners', message: `kind ${route.group}/v1/${route.kind} is not allowed` };
  return undefined;
}

function listensTo(route: Route, hostname: string): boolean {
  const names = route.body.spec?.hostnames ?? [];
  return (names.length > 0 ? names : ['*']).some((name) => hostsOverlap(hostname || '*', name));
}
