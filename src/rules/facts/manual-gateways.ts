import { isAbsent } from './absence';
import type { Gateway } from './gateways';
import type { NamedService } from '../../binding/gateway/named-services';
import { namedServices } from '../../binding/gateway/named-services';
import { requestedPorts } from '../../binding/gateway/requested-services';
import { SERVICE } from '../../mesh/kinds/core';
import { SERVICE_ENTRY } from '../../mesh/kinds/istio';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { refIn } from '../../mesh/object-ref';
import { endpointsOf, hasEndpoints } from '../../registry/endpoints';
import type { MeshService } from '../../registry/mesh-service';
import { workloadsIn } from '../../registry/workloads';
import { isUnknown } from '../../request/truth';

/** Whether the services that a Gateway names as its addresses, or the pods behind them or behind a Service of its own, may be kept outside of the input. */
export function mayBeServedElsewhere(mesh: MeshObjects, gateway: Gateway): boolean {
  return !mesh.isComplete && namedServices(mesh, gateway).some((named) => isOutside(mesh, gateway, named));
}

function isOutside(mesh: MeshObjects, gateway: Gateway, { host, found }: NamedService): boolean {
  const { namespace } = gateway;
  if (found) return hasRequestedPort(gateway, found.service) && arePodsOutside(mesh, found.service);
  const [domain, own] = [`.svc.${mesh.clusterDomain}`, `.${namespace}.svc.${mesh.clusterDomain}`];
  if (host.endsWith(own)) return !isAbsent(mesh, refIn(SERVICE, namespace, host.slice(0, -own.length)));
  return !host.endsWith(domain) && mesh.inNamespace(SERVICE_ENTRY, namespace).length === 0;
}

function hasRequestedPort(gateway: Gateway, { ports }: MeshService): boolean {
  const requested = requestedPorts(gateway);
  return ports.some(({ number }) => requested.includes(number));
}

function arePodsOutside(mesh: MeshObjects, service: MeshService): boolean {
  const endpoints = hasEndpoints(mesh, service);
  if (isUnknown(endpoints)) return true;
  return !endpoints && endpointsOf(mesh, service).length === 0 && workloadsIn(mesh, service.owner.namespace).length === 0;
}
