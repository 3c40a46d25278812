import { isIP } from 'node:net';
import type { Gateway } from './controller';
import { istioControllerOf } from './controller';
import { deployedService } from './deployed-services';
import { instancesFor } from './proxy-instances';
import { requestedPorts, requestedServices } from './requested-services';
import { GATEWAY_CONTROLLER } from '../../istio/classes';
import { ADDRESS_TYPE } from '../../istio/labels';
import { SERVICE } from '../../mesh/kinds/core';
import { isOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { compareText } from '../../mesh/object-ref';
import { rememberPair } from '../../mesh/remember';
import { serviceAt, servicesWithHost } from '../../registry/find-service';
import type { Instances } from '../../registry/instances';
import type { MeshService } from '../../registry/mesh-service';
import { isHeadless } from '../../registry/mesh-service';

/** What a host name of a Gateway stands for: one that it gives as its address, or that of what istiod deploys. */
export interface NamedService {
  readonly host: string;
  /** The service of the Gateway's namespace that has the name, and its instances; absent if there is none. */
  readonly found?: { readonly service: MeshService; readonly instances: Instances };
  /** Namespaces whose services have the name, by name. */
  readonly namespaces: readonly string[];
}

/**
 * The services that take the traffic of a Gateway: those that it names as its addresses, else the one that istiod deploys, or that is there
 * under its name.
 * @see istio pilot/pkg/config/kube/gatewaycommon/context.go ResolveGatewayInstances
 */
export const namedServices = rememberPair((mesh: MeshObjects, gateway: Gateway): readonly NamedService[] =>
  requestedServices(mesh, gateway).hosts.map((host) => {
    const services = [...servicesWithHost(mesh, host), deployedService(mesh, host)].filter((service) => service !== undefined);
    const near = services.filter(({ owner }) => owner.namespace === gateway.namespace);
    const namespaces = [...new Set(services.map(({ owner }) => owner.namespace))].sort();
    return { host, namespaces, ...near.length > 0 && { found: { service: near[0], instances: instancesFor(mesh, gateway, near) } } };
  }));

/**
 * Those of the services of a Gateway that take connections to a port of its listeners. With the first of them istiod writes
 * addresses to its status.
 * @see istio pilot/pkg/config/kube/gateway/conversion.go reportGatewayStatus
 */
export function servicesTakingTraffic(mesh: MeshObjects, gateway: Gateway): MeshService[] {
  const ports = requestedPorts(gateway);
  return namedServices(mesh, gateway).flatMap(({ found }) =>
    found && ports.some((port) => found.instances.has(port)) ? [found.service] : []);
}

/**
 * The service that clients dial when they dial a Gateway whose addresses are those of services of the input; undefined: their addresses
 * are of nothing that ztunnel knows, like those of load balancers.
 * @see istio pilot/pkg/config/kube/gateway/conversion.go reportGatewayStatus
 * @see istio pilot/pkg/serviceregistry/ambient/waypoints.go getGatewayAddress
 */
export function dialledService(mesh: MeshObjects, gateway: Gateway): MeshService | undefined {
  const services = servicesTakingTraffic(mesh, gateway).sort((a, b) => compareText(`${a.host}:`, `${b.host}:`));
  const external = services.flatMap(externalAddresses);
  if (external.length > 0) return serviceBehind(mesh, gateway.namespace, external);
  const hasHosts = addressType(mesh, gateway) !== 'IPAddress';
  return services.find((service) => hasHosts || hasAddress(service));
}

/** The type of addresses that istiod writes to the status of a Gateway; undefined: all. */
function addressType(mesh: MeshObjects, gateway: Gateway): string | undefined {
  if (Object.hasOwn(gateway.annotations, ADDRESS_TYPE)) return gateway.annotations[ADDRESS_TYPE];
  return istioControllerOf(mesh, gateway) === GATEWAY_CONTROLLER ? 'Hostname' : undefined;
}

function hasAddress(service: MeshService): boolean {
  return !isHeadless(service) && (isOf(SERVICE, service.owner) || Boolean(service.addresses?.length));
}

/**
 * Addresses outside of the cluster; undefined: one that the manifests don't tell. A load balancer is taken to have one.
 * @see istio pilot/pkg/serviceregistry/kube/conversion.go ConvertService
 */
export function externalAddresses({ owner }: MeshService): (string | undefined)[] {
  if (!isOf(SERVICE, owner)) return [];
  const { spec, status } = owner.body;
  const balanced = spec?.type === 'LoadBalancer' ? status?.loadBalancer?.ingress?.map(({ ip, hostname }) => ip || hostname) ?? [undefined] : [];
  return [...balanced, ...spec?.externalIPs ?? []];
}

/** Host names are preferred. */
function serviceBehind(mesh: MeshObjects, namespace: string, addresses: readonly (string | undefined)[]): MeshService | undefined {
  const told = addresses.filter((address) => address !== undefined).sort();
  const host = told.find((address) => isIP(address) === 0);
  if (host !== undefined) return servicesWithHost(mesh, host).find(({ owner }) => owner.namespace === namespace);
  return told.length === addresses.length ? serviceAt(mesh, told[0]) : undefined;
}
