import type { Gateway } from './controller';
import { istioControllerOf } from './controller';
import { isManaged } from '../../binding/readiness';
import { MESH_CONTROLLER } from '../../istio/classes';
import { NAME_OVERRIDE, SERVICE_ACCOUNT, SERVICE_TYPE } from '../../istio/labels';
import { serviceHost } from '../../mesh/host-index';
import type { MeshObjects } from '../../mesh/mesh-objects';
import type { ConfigError } from '../config-error';

/** The services that take the traffic of a Gateway. */
export interface RequestedServices {
  /** Host names. */
  readonly hosts: readonly string[];
  /** What is wrong with what the Gateway says of them. */
  readonly fault?: ConfigError;
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
