import { serviceBinding } from './facts/bindings';
import type { Rule } from './rule';
import { Severity } from './rule';
import { VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import type { ManifestOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';
import { hostsOf, isForMesh } from '../routing/written-virtual-services';

export const virtualServiceMatchLost: Rule = {
  id: 'virtual-service-match-lost',
  severity: Severity.ERROR,
  summary: 'a VirtualService asks for the source of a request, which a waypoint does not know',
  why: 'a match with sourceLabels is left out, and sourceNamespace is compared with the namespace of the waypoint: the rule takes no request of the clients that are meant',
  fix: 'match a header that the clients send, or limit callers by an AuthorizationPolicy',
  *check(mesh) {
    for (const subject of mesh.all(VIRTUAL_SERVICE).filter(isForMesh)) {
      const waypoints = waypointsOf(mesh, subject);
      for (const { path, message } of waypoints.size > 0 ? lostMatches(mesh, subject, waypoints) : []) yield { subject, path, message };
    }
  },
};

type VirtualService = ManifestOf<typeof VIRTUAL_SERVICE>;

/** The namespaces of the waypoints that apply it. */
function waypointsOf(mesh: MeshObjects, virtualService: VirtualService): ReadonlySet<string> {
  return new Set(hostsOf(mesh, virtualService).flatMap((host) => mesh.withHost(host))
    .flatMap((owner) => serviceBinding(mesh, owner)?.waypoint.namespace ?? []));
}

function lostMatches(mesh: MeshObjects, { body }: VirtualService, waypoints: ReadonlySet<string>): { path: FieldPath; message: string }[] {
  return (body.spec?.http ?? []).flatMap(({ match = [] }, rule) => match.flatMap(({ sourceLabels, sourceNamespace }, index) => {
    const path = ['spec', 'http', rule, 'match', index];
    if (sourceLabels && mesh.supports('sourceLabelsIgnored')) return [{ path: [...path, 'sourceLabels'], message: 'the match is left out: a waypoint does not know the labels of the client' }];
    return sourceNamespace && !waypoints.has(sourceNamespace)
      ? [{ path: [...path, 'sourceNamespace'], message: `"${sourceNamespace}" is compared with the namespace of the waypoint, ${[...waypoints].join(', ')}` }]
      : [];
  }));
}
