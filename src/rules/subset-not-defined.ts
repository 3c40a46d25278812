import type { Rule } from './rule';
import { Severity } from './rule';
import type { VirtualServiceSpec } from '../mesh/kinds/istio-traffic';
import { VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';
import { findService } from '../registry/find-service';
import { subsetsOf } from '../routing/destination-rules';
import { fullHost } from '../routing/short-names';
import { isForMesh } from '../routing/written-virtual-services';

export const subsetNotDefined: Rule = {
  id: 'subset-not-defined',
  severity: Severity.ERROR,
  summary: 'a VirtualService names a subset that no DestinationRule defines',
  why: 'there is no cluster for it: its share of the requests gets 503',
  fix: 'define the subset in a DestinationRule of that host, in the namespace of the Service or of the waypoint',
  unsaidBy: ['DestinationRule'],
  *check(mesh) {
    for (const subject of mesh.all(VIRTUAL_SERVICE)) {
      if (!isForMesh(subject)) continue;
      for (const { host, subset, path } of subsetRefs(subject.body.spec)) {
        if (isMissing(mesh, host, subset, subject.namespace)) yield { subject, path, message: `no DestinationRule defines subset "${subset}" of "${host}": requests for it get 503` };
      }
    }
  },
};

function subsetRefs(spec: VirtualServiceSpec | undefined): { host: string; subset: string; path: FieldPath }[] {
  return (['http', 'tls', 'tcp'] as const).flatMap((protocol) => (spec?.[protocol] ?? []).flatMap((rule, at) =>
    (rule.route ?? []).flatMap(({ destination }, index) => destination?.host && destination.subset
      ? [{ host: destination.host, subset: destination.subset, path: ['spec', protocol, at, 'route', index, 'destination', 'subset'] }]
      : [])));
}

/** A Service that is not in the input may have its DestinationRule with it. */
function isMissing(mesh: MeshObjects, host: string, subset: string, namespace: string): boolean {
  const service = findService(mesh, fullHost(host, namespace, mesh.clusterDomain), namespace);
  return service !== undefined && !subsetsOf(mesh, service, namespace).some(({ name }) => name === subset);
}
