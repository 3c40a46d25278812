import { serviceBinding } from './facts/bindings';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import { VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import type { ManifestOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { hostsOf, isForMesh } from '../routing/written-virtual-services';

export const virtualServiceMatchLost: Rule = {
  id: 'virtual-service-match-lost',
  severity: Severity.ERROR,
  summary: 'a VirtualService has a match that a waypoint leaves out, or that never holds there',
  why: 'a waypoint does not know the labels of a client, takes its own namespace for sourceNamespace, and reads a rule for TLS only if its one SNI is the host of the Service',
  fix: 'match a header that the clients send, limit callers by an AuthorizationPolicy, and name the host of the Service alone as SNI',
  *check(mesh) {
    for (const subject of mesh.all(VIRTUAL_SERVICE).filter(isForMesh)) {
      const waypoints = waypointsOf(mesh, subject);
      if (waypoints.size === 0) continue;
      for (const lost of [...lostSources(mesh, subject, waypoints), ...lostNames(mesh, subject)]) yield { subject, ...lost };
    }
  },
};

type VirtualService = ManifestOf<typeof VIRTUAL_SERVICE>;
type Lost = Pick<Offence, 'path' | 'message'>;

/** The namespaces of the waypoints that apply it. */
function waypointsOf(mesh: MeshObjects, virtualService: VirtualService): ReadonlySet<string> {
  return new Set(hostsOf(mesh, virtualService).flatMap((host) => mesh.withHost(host))
    .flatMap((owner) => serviceBinding(mesh, owner)?.waypoint.namespace ?? []));
}

function lostSources(mesh: MeshObjects, { body }: VirtualService, waypoints: ReadonlySet<string>): Lost[] {
  return (body.spec?.http ?? []).flatMap(({ match = [] }, rule) => match.flatMap(({ sourceLabels, sourceNamespace }, index) => {
    const path = ['spec', 'http', rule, 'match', index];
    if (sourceLabels && mesh.supports('sourceLabelsIgnored')) {
      return [{ path: [...path, 'sourceLabels'], message: 'the match is left out: a waypoint does not know the labels of the client' }];
    }
    if (!sourceNamespace || waypoints.has(sourceNamespace)) return [];
    const message = `"${sourceNamespace}" is compared with the namespace of the waypoint, ${[...waypoints].join(', ')}`;
    return [{ path: [...path, 'sourceNamespace'], message }];
  }));
}

/** Without a host of its own among the names a rule for TLS is for nobody. */
function lostNames(mesh: MeshObjects, virtualService: VirtualService): Lost[] {
  const hosts = hostsOf(mesh, virtualService);
  return (virtualService.body.spec?.tls ?? []).flatMap(({ match = [] }, rule) => match.flatMap(({ sniHosts = [] }, index) => {
    if (sniHosts.length === 1 && hosts.includes(sniHosts[0])) return [];
    const message = `${sniHosts.map((name) => `"${name}"`).join(', ')} is not "${hosts[0]}" alone: the match is left out`;
    return [{ path: ['spec', 'tls', rule, 'match', index, 'sniHosts'], message }];
  }));
}
