import type { Gateway } from './controller';
import { generatedPorts, isDeploymentTaken } from './deployed-services';
import { isDeployed } from './deployment';
import { deployedProxyLabels } from './proxy-labels';
import { GATEWAY_NAME, MANAGED } from '../../istio/labels';
import { ENVOY_METRICS_PORT, METRICS_PORT, READINESS_PORT } from '../../istio/ports';
import { SERVICE } from '../../mesh/kinds/core';
import { GATEWAY } from '../../mesh/kinds/gateway-api';
import { hasLabels } from '../../mesh/label-selector';
import { isOf } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import type { Instance, Instances } from '../../registry/instances';
import { pooledInstances } from '../../registry/instances';
import type { MeshService } from '../../registry/mesh-service';
import { servicesOf } from '../../registry/mesh-service';

/**
 * The ports of a proxy that have names.
 * @see istio manifests/charts/istio-control/istio-discovery/files/waypoint.yaml
 */
const PORTS: Readonly<Record<string, number>> = { 'metrics': METRICS_PORT, 'status-port': READINESS_PORT, 'http-envoy-prom': ENVOY_METRICS_PORT };

/** The instances of the services of a Gateway with one host name; where one selects pods that istiod deploys, these are among them. */
export function instancesFor(mesh: MeshObjects, gateway: Gateway, named: readonly MeshService[]): Instances {
  const services = named.map((service) => isDeployed(mesh, gateway) ? applied(mesh, gateway, service) : service);
  const known = pooledInstances(mesh, services);
  const proxies = services.flatMap((service) => atProxies(mesh, service));
  if (proxies.length === 0) return known;
  const all = new Map(known);
  for (const [number, instance] of proxies) all.set(number, [...all.get(number) ?? [], instance]);
  return all;
}

/** The instances at the proxies of Gateways, by port of the service. */
function atProxies(mesh: MeshObjects, { owner }: MeshService): [number, Instance][] {
  if (!isOf(SERVICE, owner)) return [];
  const { selector = {}, ports = [] } = owner.body.spec ?? {};
  if (Object.keys(selector).length === 0) return [];
  const gateways = mesh.inNamespace(GATEWAY, owner.namespace).filter((gateway) => hasLabels(deployedProxyLabels(mesh, gateway), selector));
  const isSelected = gateways.some((gateway) => isDeployed(mesh, gateway) && !isDeploymentTaken(mesh, gateway));
  return !isSelected ? [] : ports.flatMap((declared): [number, Instance][] => {
    const port = targetOf(declared);
    return declared.port === undefined || port === undefined ? [] : [[declared.port, { port, isReady: true }]];
  });
}

/**
 * What becomes of a Service: to one that says that istiod deployed it, istiod adds its own selector and ports, and to no other.
 * @see istio pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go canManage
 */
function applied(mesh: MeshObjects, gateway: Gateway, service: MeshService): MeshService {
  const { owner } = service;
  if (!isOf(SERVICE, owner) || service.deployedFor || !Object.hasOwn(owner.labels, MANAGED)) return service;
  const { selector, ports = [] } = owner.body.spec ?? {};
  const added = generatedPorts(gateway).filter(({ port }) => ports.every((other) => other.port !== port));
  const spec = { ...owner.body.spec, selector: { ...selector, [GATEWAY_NAME]: gateway.name }, ports: [...ports, ...added] };
  return servicesOf({ ...owner, body: { ...owner.body, spec } }, mesh.clusterDomain)[0];
}

function targetOf({ port, targetPort = port }: { readonly port?: number; readonly targetPort?: number | string }): number | undefined {
  return typeof targetPort === 'string' ? PORTS[targetPort] : targetPort;
}
