import { isAbsent } from './facts/absence';
import type { PlacedBackend, Route } from './facts/mesh-routes';
import { backendsOf, isMeshRoute, routesOf } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { SERVICE } from '../mesh/kinds/core';
import type { BackendRef } from '../mesh/kinds/routes';
import type { MeshObjects } from '../mesh/mesh-objects';

export const routeBackendNotFound: Rule = {
  id: 'route-backend-not-found',
  severity: Severity.ERROR,
  summary: 'a route sends requests to a Service, or a port of it, that does not exist',
  why: 'the share of that backend is answered with 500',
  fix: 'correct name, namespace or port of the backend; subsets of a DestinationRule can\'t be named, each version needs a Service',
  *check(mesh) {
    for (const route of routesOf(mesh).filter(isMeshRoute)) {
      for (const placed of backendsOf(route)) {
        const fault = faultOf(mesh, route, placed);
        if (fault) yield { subject: route, path: [...placed.path, fault.field], message: fault.message };
      }
    }
  },
};

function faultOf(mesh: MeshObjects, route: Route, { backend }: PlacedBackend): { field: string; message: string } | undefined {
  const { name = '', namespace = route.namespace, port } = backend;
  if (!isServiceName(backend)) return undefined;
  if (isAbsent(mesh, { ...SERVICE, namespace, name })) return { field: 'name', message: `Service ${namespace}/${name} not found: its share gets 500` };
  const ports = mesh.find(SERVICE, namespace, name)?.body.spec?.ports;
  if (!ports || port === undefined || ports.some((each) => each.port === port)) return undefined;
  return { field: 'port', message: `Service ${namespace}/${name} has no port ${port}, but ${ports.map((each) => each.port).join(', ')}` };
}

/** A backend without weight is not asked, and a name with dots loses the whole route. */
function isServiceName({ kind = SERVICE.kind, group = '', name = '', weight }: BackendRef): boolean {
  return kind === SERVICE.kind && group === '' && weight !== 0 && !name.includes('.');
}
