import type { Gateway } from '../../binding/gateway/controller';
import { istioControllerOf } from '../../binding/gateway/controller';
import { conflictsOf } from '../../binding/gateway/listener-conflicts';
import { isGivenUp, isOpen, requestedServices } from '../../binding/gateway/requested-services';
import { GATEWAY_CONTROLLER } from '../../istio/classes';
import { GATEWAY_API_GROUP } from '../../istio/groups';
import type { Listener } from '../../mesh/kinds/gateway-api';
import type { LabelSelector } from '../../mesh/kinds/kind';
import { GRPC_ROUTE, HTTP_ROUTE, TCP_ROUTE, TLS_ROUTE } from '../../mesh/kinds/routes';
import { matchesSelector } from '../../mesh/label-selector';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { rememberPair } from '../../mesh/remember';

/** A listener to which routes can be attached. */
export interface RouteListener {
  readonly gateway: Gateway;
  readonly listener: Listener;
  /** The kinds of routes that it takes. */
  readonly kinds: readonly string[];
}

/**
 * The listeners of a Gateway that take routes; a waypoint has none, nor has a Gateway of another controller.
 * @see istio pilot/pkg/config/kube/gateway/gateway_collection.go GatewayCollection
 */
export const routeListenersOf = rememberPair((mesh: MeshObjects, gateway: Gateway): readonly RouteListener[] =>
  takesRoutes(mesh, gateway) ? read(gateway) : []);

function takesRoutes(mesh: MeshObjects, gateway: Gateway): boolean {
  return istioControllerOf(mesh, gateway) === GATEWAY_CONTROLLER && !isGivenUp(requestedServices(mesh, gateway));
}

function read(gateway: Gateway): RouteListener[] {
  const listeners = gateway.body.spec?.listeners ?? [];
  const conflicts = conflictsOf(listeners);
  return listeners
    .filter((listener, index) => !conflicts.has(index) && isOpen(listener))
    .map((listener) => ({ gateway, listener, kinds: kindsOf(listener).kinds }));
}

const KINDS_OF_PROTOCOL: Readonly<Record<string, readonly string[]>> = {
  HTTP: [HTTP_ROUTE.kind, GRPC_ROUTE.kind],
  HTTPS: [HTTP_ROUTE.kind, GRPC_ROUTE.kind],
  TCP: [TCP_ROUTE.kind],
  TLS: [TLS_ROUTE.kind],
};

/**
 * The kinds of routes that a listener takes, and whether it takes all those that it names.
 * @see istio pilot/pkg/config/kube/gatewaycommon/conversion.go GenerateGatewaySupportedKinds
 */
export function kindsOf({ protocol = '', tls, allowedRoutes }: Listener): { kinds: readonly string[]; areAllTaken: boolean } {
  const supported = [...KINDS_OF_PROTOCOL[protocol] ?? [], ...protocol === 'TLS' && tls?.mode === 'Terminate' ? [TCP_ROUTE.kind] : []];
  const named = allowedRoutes?.kinds ?? [];
  if (named.length === 0) return { kinds: supported, areAllTaken: true };
  const isNamed = (kind: string) => named.some((one) => one.kind === kind && (one.group ?? GATEWAY_API_GROUP) === GATEWAY_API_GROUP);
  const kinds = supported.filter(isNamed);
  return { kinds, areAllTaken: kinds.length === named.length };
}

/**
 * Whether routes of a namespace may be attached to a listener.
 * @see istio pilot/pkg/config/kube/gateway/conversion.go namespacesFromSelector
 */
export function takesNamespace(mesh: MeshObjects, { gateway, listener }: RouteListener, namespace: string): boolean {
  const { from = 'Same', selector } = listener.allowedRoutes?.namespaces ?? {};
  if (from === 'Same') return namespace === gateway.namespace;
  return from === 'All' || isSelected(mesh, selector, namespace);
}

function isSelected(mesh: MeshObjects, selector: LabelSelector | undefined, namespace: string): boolean {
  return selector === undefined || (matchesSelector(selector, mesh.namespace(namespace)) ?? false);
}
