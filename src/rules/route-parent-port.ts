import { isL7Route, meshParents } from './facts/mesh-routes';
import type { RouteParent } from './facts/mesh-routes';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import type { ManifestOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';
import { findService } from '../registry/find-service';
import type { MeshPort, MeshService } from '../registry/mesh-service';
import { servicesOf } from '../registry/mesh-service';
import { hostsOf, isForMesh } from '../routing/written-virtual-services';

export const routeParentPort: Rule = {
  id: 'route-parent-port',
  severity: Severity.ERROR,
  summary: 'a route leads to no port that can take it',
  why: 'the route takes nothing: nobody dials that port, or the waypoint treats it as plain TCP and sees no request, or as HTTP and asks no route for TCP',
  fix: 'name the port that clients dial, not the target port; declare HTTP or TCP by appProtocol or by the name of the port',
  *check(mesh) {
    for (const parent of meshParents(mesh)) {
      const fault = faultOf(mesh, parent);
      if (fault) yield { subject: parent.route, ...fault };
    }
    for (const subject of mesh.all(VIRTUAL_SERVICE)) {
      if (isForMesh(subject) && isForHttp(subject)) yield* withoutHttp(mesh, subject);
    }
  },
};

function faultOf(mesh: MeshObjects, parent: RouteParent): Fault | undefined {
  const [service] = parent.owner ? servicesOf(parent.owner, mesh.clusterDomain) : [];
  const { port } = parent.ref;
  return service && (port === undefined ? unsuitedPorts(parent, service) : unsuitedPort(parent, service, port));
}

function isForHttp({ body }: ManifestOf<typeof VIRTUAL_SERVICE>): boolean {
  const { http = [], tcp = [], tls = [] } = body.spec ?? {};
  return http.length > 0 && tcp.length === 0 && tls.length === 0;
}

/** A VirtualService for requests, and the Services none of whose ports has any. */
function* withoutHttp(mesh: MeshObjects, subject: ManifestOf<typeof VIRTUAL_SERVICE>): Generator<Offence> {
  for (const [index, host] of hostsOf(mesh, subject).entries()) {
    const service = findService(mesh, host, subject.namespace);
    if (!service?.ports.length || !service.ports.every(({ protocol }) => protocol.family === 'tcp')) continue;
    const message = `every port of ${service.owner.kind} ${service.owner.name} (${numbersOf(service.ports)}) is declared as TCP: no HTTP is seen`;
    yield { subject, path: ['spec', 'hosts', index], message };
  }
}

interface Fault {
  readonly path: FieldPath;
  readonly message: string;
}

function unsuitedPort({ route, ref, path }: RouteParent, { owner, ports }: MeshService, number: number): Fault | undefined {
  const port = ports.find((one) => one.number === number);
  const at = [...path, 'port'];
  if (!port) return { path: at, message: `${ref.kind} ${owner.name} has no port ${number}, but ${numbersOf(ports) || 'none'}` };
  if (isL7Route(route) && port.protocol.family === 'tcp') {
    return { path: at, message: `port ${number} of ${ref.kind} ${owner.name} is declared as TCP by its name "${port.name}" or appProtocol: no HTTP is seen` };
  }
  if (port.protocol.family === 'udp') return { path: at, message: `port ${number} of ${ref.kind} ${owner.name} is UDP: no waypoint takes it` };
  const isLost = !isL7Route(route) && port.protocol.family === 'http';
  return isLost ? { path: at, message: `port ${number} of ${ref.kind} ${owner.name} is declared as HTTP: no ${route.kind} is asked there` } : undefined;
}

/** Without a port a route is for all of them. */
function unsuitedPorts({ route, ref, path }: RouteParent, { owner, ports }: MeshService): Fault | undefined {
  const family = isL7Route(route) ? 'tcp' : 'http';
  if (ports.length === 0 || !ports.every(({ protocol }) => protocol.family === family)) return undefined;
  const outcome = isL7Route(route) ? 'no HTTP is seen' : `no ${route.kind} is asked there`;
  return { path, message: `every port of ${ref.kind} ${owner.name} (${numbersOf(ports)}) is declared as ${family.toUpperCase()}: ${outcome}` };
}

function numbersOf(ports: readonly MeshPort[]): string {
  return ports.map(({ number }) => number).join(', ');
}
