import { isAbsent } from './facts/absence';
import { absentService } from './facts/absent-hosts';
import type { PlacedBackend, Route } from './facts/mesh-routes';
import { backendsOf, isMeshRoute, meshParents, routesOf } from './facts/mesh-routes';
import type { PlacedDestination } from './facts/virtual-service-destinations';
import { destinationsOf } from './facts/virtual-service-destinations';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { SERVICE } from '../mesh/kinds/core';
import { VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import type { BackendRef } from '../mesh/kinds/routes';
import { GRPC_ROUTE, HTTP_ROUTE } from '../mesh/kinds/routes';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refIn } from '../mesh/object-ref';
import { remember } from '../mesh/remember';
import { findService } from '../registry/find-service';
import { fullHost } from '../routing/short-names';
import { isForMesh } from '../routing/written-virtual-services';

export const routeBackendNotFound: Rule = {
  id: 'route-backend-not-found',
  severity: Severity.ERROR,
  summary: 'a route sends requests to a Service, or a port of it, that does not exist',
  why: 'the share of that backend is answered with 500, with 503 where a VirtualService names it; a mirror to it is left out',
  fix: 'correct name, namespace or port of the backend; subsets of a DestinationRule can\'t be named, each version needs a Service',
  *check(mesh) {
    for (const subject of routesOf(mesh).filter(isMeshRoute)) {
      for (const placed of backendsOf(subject)) yield* offence(subject, placed, faultOf(mesh, subject, placed.backend, 'its share gets 500'));
      for (const placed of mirrorsOf(subject)) yield* offence(subject, placed, faultOf(mesh, subject, placed.backend, 'nothing is mirrored'));
    }
    for (const subject of mesh.all(VIRTUAL_SERVICE).filter(isForMesh)) {
      for (const placed of destinationsOf(subject.body.spec)) {
        const fault = destinationFault(mesh, subject.namespace, placed);
        if (fault) yield { subject, path: [...placed.path, fault.field], message: fault.message };
      }
    }
  },
};

interface Fault {
  readonly field: string;
  readonly message: string;
}

function* offence(subject: Route, { path }: PlacedBackend, fault: Fault | undefined): Generator<Offence> {
  if (fault) yield { subject, path: [...path, fault.field], message: fault.message };
}

function faultOf(mesh: MeshObjects, route: Route, backend: BackendRef, outcome: string): Fault | undefined {
  const { name = '', namespace = route.namespace, port } = backend;
  if (!isServiceName(backend)) return undefined;
  if (isAbsent(mesh, refIn(SERVICE, namespace, name))) {
    // A Service that is the parent too is missed once.
    return missingParents(mesh).has(`${route.namespace}/${route.name} ${namespace}/${name}`) ? undefined
      : { field: 'name', message: `Service ${namespace}/${name} not found: ${outcome}` };
  }
  return port === undefined ? undefined : missingPort(mesh, namespace, name, port);
}

function missingPort(mesh: MeshObjects, namespace: string, name: string, port: number): Fault | undefined {
  const ports = mesh.find(SERVICE, namespace, name)?.body.spec?.ports;
  if (!ports || ports.some((each) => each.port === port)) return undefined;
  return { field: 'port', message: `Service ${namespace}/${name} has no port ${port}, but ${ports.map((each) => each.port).join(', ')}` };
}

const missingParents = remember((mesh: MeshObjects): ReadonlySet<string> => new Set(meshParents(mesh).filter(({ owner }) => !owner)
  .map(({ route, target }) => `${route.namespace}/${route.name} ${target.namespace}/${target.name}`)));

/** A backend without weight is not asked, and a name with dots loses the whole route. */
function isServiceName({ kind = SERVICE.kind, group = '', name = '', weight }: BackendRef): boolean {
  return kind === SERVICE.kind && group === '' && weight !== 0 && !name.includes('.');
}

/** The backends that get copies of requests. */
function mirrorsOf(route: Route): PlacedBackend[] {
  if (!isOf(HTTP_ROUTE, route) && !isOf(GRPC_ROUTE, route)) return [];
  const rules: readonly { readonly filters?: readonly Mirror[] }[] = route.body.spec?.rules ?? [];
  return rules.flatMap(({ filters = [] }, rule) => filters.flatMap(({ requestMirror }, index) => requestMirror?.backendRef
    ? [{ backend: requestMirror.backendRef, path: ['spec', 'rules', rule, 'filters', index, 'requestMirror', 'backendRef'] }]
    : []));
}

interface Mirror {
  readonly requestMirror?: { readonly backendRef?: BackendRef };
}

function destinationFault(mesh: MeshObjects, namespace: string, { destination, isMirror }: PlacedDestination): Fault | undefined {
  const host = fullHost(destination.host ?? '', namespace, mesh.clusterDomain);
  const missing = absentService(mesh, host);
  if (missing) {
    return { field: 'host', message: `Service ${missing.namespace}/${missing.name} not found: ${isMirror ? 'nothing is mirrored' : 'its share gets 503'}` };
  }
  const number = destination.port?.number;
  const service = number === undefined ? undefined : findService(mesh, host, namespace);
  if (!service || service.ports.some((port) => port.number === number)) return undefined;
  return { field: 'port', message: `${service.owner.kind} ${service.owner.name} has no port ${number}, but ${service.ports.map((port) => port.number).join(', ')}` };
}
