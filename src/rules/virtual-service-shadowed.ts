import { serviceBinding } from './facts/bindings';
import type { Rule } from './rule';
import { Severity } from './rule';
import type { WaypointName } from '../binding/claim';
import { VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { MeshService } from '../registry/mesh-service';
import { servicesOf } from '../registry/mesh-service';
import { takesAll } from '../routing/route-entry';
import { waypointRoutes, waypointVirtualServices } from '../routing/waypoint-routes';
import { hostsOf, isForMesh } from '../routing/written-virtual-services';

export const virtualServiceShadowed: Rule = {
  id: 'virtual-service-shadowed',
  severity: Severity.WARNING,
  summary: 'a VirtualService takes no request, as another one for the host takes them all',
  why: 'a waypoint reads the VirtualServices of a host one after the other, the oldest first, up to a rule without match; before Istio 1.30 it reads one of them only',
  fix: 'merge them into one, with the rule that takes everything at the end',
  *check(mesh) {
    for (const host of sharedHosts(mesh)) {
      for (const owner of mesh.withHost(host)) {
        const binding = serviceBinding(mesh, owner);
        const service = binding && servicesOf(owner, mesh.clusterDomain).find((one) => one.host === host);
        const [first, ...dead] = service ? readAndUnread(mesh, binding.waypoint, service) : [];
        for (const subject of dead) {
          yield {
            subject,
            path: ['spec', 'http'],
            message: `takes no request for ${owner.kind} ${owner.name}: ${outcome(mesh, `VirtualService ${first.namespace}/${first.name}`)}`,
            related: [{ manifest: first, path: ['spec', 'http'] }],
          };
        }
      }
    }
  },
};

function outcome(mesh: MeshObjects, first: string): string {
  return mesh.supports('allVirtualServices') ? `${first} takes them first` : `Istio ${mesh.istioVersion} reads ${first} alone`;
}

/** The hosts that more than one VirtualService is for. */
function sharedHosts(mesh: MeshObjects): string[] {
  const counts = new Map<string, number>();
  for (const one of mesh.all(VIRTUAL_SERVICE).filter(isForMesh)) {
    for (const host of hostsOf(mesh, one)) counts.set(host, (counts.get(host) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([host]) => host);
}

/** The VirtualService that is read first, then those of which nothing is. Beside a route of the Gateway API there is another mistake. */
function readAndUnread(mesh: MeshObjects, waypoint: WaypointName, service: MeshService): Manifest[] {
  const all = waypointVirtualServices(mesh, waypoint, service).filter(({ http }) => http?.length);
  if (all.some(({ isConverted }) => isConverted)) return [];
  const ports = service.ports.filter(({ protocol }) => protocol.family === 'http' || protocol.family === 'undeclared');
  const live = new Set(ports.flatMap(({ number }) => liveOrigins(mesh, waypoint, service, number)));
  const manifests = all.map(({ http }) => http![0].origin.manifest);
  return live.size === 0 ? [] : [manifests.find((one) => live.has(one))!, ...manifests.filter((one) => !live.has(one))];
}

/** Whose rules come before all requests are taken. */
function liveOrigins(mesh: MeshObjects, waypoint: WaypointName, service: MeshService, port: number): Manifest[] {
  const entries = waypointRoutes(mesh, waypoint, service, port);
  const end = entries.findIndex(({ match }) => takesAll(match));
  return entries.slice(0, end < 0 ? entries.length : end + 1).map(({ origin }) => origin.manifest);
}
