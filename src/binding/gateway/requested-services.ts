import type { Gateway } from './controller';
import type { Condition } from '../conditions';
import { istioControllerOf } from './controller';
import { isManaged } from './deployment';
import { conflictsOf } from './listener-conflicts';
import { MESH_CONTROLLER } from '../../istio/classes';
import { NAME_OVERRIDE, SERVICE_ACCOUNT, SERVICE_TYPE } from '../../istio/labels';
import { serviceHost } from '../../mesh/host-index';
import type { Listener } from '../../mesh/kinds/gateway-api';
import type { MeshObjects } from '../../mesh/mesh-objects';

/** The services that take the traffic of a Gateway. */
export interface RequestedServices {
  /** Host names. */
  readonly hosts: readonly string[];
  /** What is wrong with what the Gateway says of them. */
  readonly fault?: Pick<Condition, 'reason' | 'message'>;
}

/** @see istio pilot/pkg/config/kube/gateway/conversion.go extractGatewayServices */
export function requestedServices(mesh: MeshObjects, gateway: Gateway): RequestedServices {
  const { namespace, annotations, body: { spec } } = gateway;
  if (isManaged(gateway)) return { hosts: [serviceHost({ namespace, name: generatedName(mesh, gateway) }, mesh.clusterDomain)] };
  const addresses = spec?.addresses ?? [];
  const hosts = addresses.filter(isHostname).map(({ value = '' }) =>
    value.includes('.') ? value : serviceHost({ namespace, name: value }, mesh.clusterDomain));
  const skipped = addresses.filter((address) => !isHostname(address)).map(({ value = '' }) => value);
  if (skipped.length > 0) {
    return { hosts, fault: { reason: 'UnsupportedAddress', message: `only Hostname is supported, ignoring [${skipped.join(' ')}]` } };
  }
  if (!Object.hasOwn(annotations, SERVICE_TYPE)) return { hosts };
  const message = `annotation ${SERVICE_TYPE} is deprecated, use Spec.Infrastructure.Routeability`;
  return { hosts, fault: { reason: 'DeprecatedField', message } };
}

/**
 * The ports of the listeners of a Gateway that are there for traffic.
 * @see istio pilot/pkg/config/kube/gateway/gateway_collection.go GatewayCollection
 */
export function requestedPorts({ body: { spec } }: Gateway): number[] {
  const listeners = spec?.listeners ?? [];
  const conflicts = conflictsOf(listeners);
  return [...new Set(listeners.filter((listener, index) => !conflicts.has(index) && isOpen(listener)).map(({ port = 0 }) => port))];
}

const NEEDS_TLS = new Set(['HTTPS', 'TLS']);

/**
 * Whether a listener is there for traffic at all: one for TLS needs to say how.
 * @see istio pilot/pkg/config/kube/gateway/conversion.go buildListener
 */
export function isOpen({ tls, protocol = '' }: Listener): boolean {
  return tls !== undefined || !NEEDS_TLS.has(protocol);
}

/** Whether istiod goes no further with a Gateway: it asks for nothing but services that can't be. */
export function isGivenUp({ hosts, fault }: RequestedServices): boolean {
  return hosts.length === 0 && fault !== undefined;
}

function isHostname({ type = 'Hostname' }: { readonly type?: string }): boolean {
  return type === 'Hostname';
}

/**
 * The ServiceAccount of the proxies that istiod deploys for a Gateway, and so their identity.
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go configureIstioGateway
 */
export function proxyServiceAccount(mesh: MeshObjects, gateway: Gateway): string {
  const own = Object.hasOwn(gateway.annotations, SERVICE_ACCOUNT) ? gateway.annotations[SERVICE_ACCOUNT] : '';
  return own || defaultName(mesh, gateway);
}

/** The name of the Deployment and the Service that istiod generates for a Gateway. */
export function generatedName(mesh: MeshObjects, gateway: Gateway): string {
  const override = Object.hasOwn(gateway.annotations, NAME_OVERRIDE) ? gateway.annotations[NAME_OVERRIDE] : '';
  return override || defaultName(mesh, gateway);
}

/** @see istio pilot/pkg/config/kube/gatewaycommon/gateway_utils.go GetDefaultName */
function defaultName(mesh: MeshObjects, gateway: Gateway): string {
  const { name, body: { spec } } = gateway;
  return istioControllerOf(mesh, gateway) === MESH_CONTROLLER ? name : `${name}-${spec?.gatewayClassName ?? ''}`;
}
