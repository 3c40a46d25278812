import type { Gateway } from './controller';
import { istioControllerOf } from './controller';
import { isDeployed } from './deployment';
import { generatedName } from './requested-services';
import { GATEWAY_CONTROLLER } from '../../istio/classes';
import { GATEWAY_NAME, MANAGED, SERVICE_TYPE } from '../../istio/labels';
import { READINESS_PORT } from '../../istio/ports';
import type { HostOwner } from '../../mesh/host-index';
import { serviceHost } from '../../mesh/host-index';
import { DEPLOYMENT, SERVICE } from '../../mesh/kinds/core';
import { GATEWAY } from '../../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../../mesh/kinds/istio';
import type { ManifestOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { rememberEach } from '../../mesh/remember';
import { GatewayStatus } from '../../mesh/settings';
import type { MeshService } from '../../registry/mesh-service';
import { servicesOf } from '../../registry/mesh-service';

/**
 * The Service that istiod deploys for a Gateway under a host name, where that is assumed, and the input does not hold it itself.
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go configureIstioGateway
 */
export function deployedService(mesh: MeshObjects, host: string): MeshService | undefined {
  const suffix = `.svc.${mesh.clusterDomain}`;
  if (!host.endsWith(suffix)) return undefined;
  const name = host.slice(0, -suffix.length);
  return deployedIn(mesh, name.slice(name.lastIndexOf('.') + 1)).get(host);
}

/** The Service or ServiceEntry of a name: one of the input, or the Service that istiod deploys under it. */
export function findHostOwner(mesh: MeshObjects, kind: string | undefined, namespace: string, name: string): HostOwner | undefined {
  if (kind === SERVICE_ENTRY.kind) return mesh.find(SERVICE_ENTRY, namespace, name);
  return mesh.find(SERVICE, namespace, name) ?? deployedService(mesh, serviceHost({ name, namespace }, mesh.clusterDomain))?.owner;
}

/** All Services that istiod deploys for Gateways. */
export function deployedServices(mesh: MeshObjects): MeshService[] {
  const namespaces = new Set(mesh.all(GATEWAY).map(({ namespace }) => namespace));
  return [...namespaces].flatMap((namespace) => [...deployedIn(mesh, namespace).values()]);
}

/** Those of a namespace, by host name: a question is about few of them. */
const deployedIn = rememberEach((namespace: string) => namespace, (mesh: MeshObjects, namespace): ReadonlyMap<string, MeshService> => {
  const gateways = mesh.gatewayStatus === GatewayStatus.ASSUME ? mesh.inNamespace(GATEWAY, namespace) : [];
  const services = gateways
    .filter((gateway) => isDeployed(mesh, gateway))
    .filter((gateway) => !mesh.find(SERVICE, namespace, generatedName(mesh, gateway)))
    .flatMap((gateway) => serviceFor(mesh, gateway));
  return new Map(services.map((service) => [service.host, service]));
});

function serviceFor(mesh: MeshObjects, gateway: Gateway): MeshService[] {
  const services = servicesOf(manifestFor(mesh, gateway), mesh.clusterDomain);
  return isDeploymentTaken(mesh, gateway) ? services : services.map((service) => ({ ...service, deployedFor: gateway }));
}

/**
 * Whether the input has a Deployment under the name of the one that istiod would make: its pods are the proxies then, if they have the
 * label of those, and istiod makes no others.
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go canManage
 */
export function isDeploymentTaken(mesh: MeshObjects, gateway: Gateway): boolean {
  return mesh.find(DEPLOYMENT, gateway.namespace, generatedName(mesh, gateway)) !== undefined;
}

/** Without a selector where nothing of the input are its pods. */
function manifestFor(mesh: MeshObjects, gateway: Gateway): ManifestOf<typeof SERVICE> {
  const { namespace, created, body: { spec } } = gateway;
  const labels = {
    ...spec?.infrastructure?.labels ?? gateway.labels,
    [GATEWAY_NAME]: gateway.name,
    [MANAGED]: (istioControllerOf(mesh, gateway) ?? '').replace('/', '-'),
  };
  const selector = isDeploymentTaken(mesh, gateway) ? { [GATEWAY_NAME]: gateway.name } : undefined;
  const body = { spec: { type: serviceType(mesh, gateway), ports: generatedPorts(gateway), ...selector && { selector } } };
  const name = generatedName(mesh, gateway);
  return { group: SERVICE.group, version: 'v1', kind: SERVICE.kind, namespace, name, labels, annotations: {}, created, body, written: body, source: undefined };
}

/** @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go configureIstioGateway */
function serviceType(mesh: MeshObjects, gateway: Gateway): string {
  if (Object.hasOwn(gateway.annotations, SERVICE_TYPE)) return gateway.annotations[SERVICE_TYPE];
  return istioControllerOf(mesh, gateway) === GATEWAY_CONTROLLER ? 'LoadBalancer' : 'ClusterIP';
}

/**
 * The ports of the Service that istiod deploys for a Gateway.
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go extractServicePorts
 */
export function generatedPorts({ body: { spec } }: Gateway) {
  const listeners = (spec?.listeners ?? []).map(({ name, port, protocol = '' }) => ({ name, port, appProtocol: protocol.toLowerCase() }));
  const all = [{ name: 'status-port', port: READINESS_PORT, appProtocol: 'tcp' }, ...listeners];
  return all.filter(({ port }, index) => all.findIndex((other) => other.port === port) === index);
}
