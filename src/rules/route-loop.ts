import { serviceBinding } from './facts/bindings';
import type { Gateway } from './facts/gateways';
import type { Route } from './facts/mesh-routes';
import { backendsOf, routesOf } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { requestedServices } from '../binding/gateway/requested-services';
import { waypointText } from '../binding/status-text';
import { GATEWAY_NAME } from '../istio/labels';
import { serviceHost } from '../mesh/host-index';
import { SERVICE } from '../mesh/kinds/core';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { BackendRef } from '../mesh/kinds/routes';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';
import { meshParentsOf } from '../routing/mesh-parents';

export const routeLoop: Rule = {
  id: 'route-loop',
  severity: Severity.ERROR,
  summary: 'a route sends requests back to the proxy that applies it',
  why: 'the Service of a Gateway leads to its own proxies: they send the request to themselves, time and again, until it fails',
  fix: 'name the Service of the application as backend',
  *check(mesh) {
    for (const route of routesOf(mesh)) {
      const backends = backendsOf(route).filter(({ backend }) => leadsToGateway(mesh, route, backend));
      const gateways = backends.length > 0 ? gatewaysOf(mesh, route) : [];
      for (const { backend, path } of backends) {
        const gateway = gateways.find((each) => isOwnService(mesh, each, route, backend));
        if (gateway) yield { subject: route, path: [...path, 'name'], message: `Service ${backend.name} is that of Gateway ${waypointText(gateway)}, which applies the route` };
      }
    }
  },
};

const hostsOfGateways = remember((mesh: MeshObjects): ReadonlySet<string> =>
  new Set(mesh.all(GATEWAY).flatMap((gateway) => requestedServices(mesh, gateway).hosts)));

/** Whether a backend is a Service of some Gateway: few are. */
function leadsToGateway(mesh: MeshObjects, route: Route, { group = '', kind, namespace = route.namespace, name = '' }: BackendRef): boolean {
  if (group !== '' || kind !== SERVICE.kind) return false;
  const host = serviceHost({ namespace, name }, mesh.clusterDomain);
  return hostsOfGateways(mesh).has(host) || selectedGateway(mesh, namespace, name) !== undefined;
}

/** The Gateways whose proxies apply a route: its parents, and the waypoints of its parents. */
function gatewaysOf(mesh: MeshObjects, route: Route): Gateway[] {
  const named = (route.body.spec?.parentRefs ?? []).flatMap(({ group, kind, namespace = route.namespace, name = '' }) =>
    group === GATEWAY.group && kind === GATEWAY.kind ? mesh.find(GATEWAY, namespace, name) ?? [] : []);
  const waypoints = meshParentsOf(mesh, route).flatMap(({ owner }) => (owner && serviceBinding(mesh, owner)?.waypoint.gateway) ?? []);
  return [...named, ...waypoints];
}

/** The Service that is generated for it, or one that selects its pods. */
function isOwnService(mesh: MeshObjects, gateway: Gateway, route: Route, backend: BackendRef): boolean {
  const { namespace = route.namespace, name = '' } = backend;
  const generated = requestedServices(mesh, gateway).hosts.includes(serviceHost({ namespace, name }, mesh.clusterDomain));
  return generated || (namespace === gateway.namespace && selectedGateway(mesh, namespace, name) === gateway.name);
}

function selectedGateway(mesh: MeshObjects, namespace: string, service: string): string | undefined {
  return mesh.find(SERVICE, namespace, service)?.body.spec?.selector?.[GATEWAY_NAME];
}
