import { serviceBinding } from './facts/bindings';
import { dataPlanesIn } from './facts/data-planes';
import { meshParents } from './facts/mesh-routes';
import type { Offence, Rule } from './rule';
import { Severity } from './rule';
import type { HostOwner } from '../mesh/host-index';
import { VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';
import { DataPlane } from '../registry/data-plane';
import { hostsOf, isForMesh } from '../routing/written-virtual-services';

export const consumerRoute: Rule = {
  id: 'consumer-route',
  severity: Severity.ERROR,
  summary: 'a route lives in a namespace whose routes the waypoint does not look at',
  why: 'a waypoint looks at the routes in the namespace of the Service and in its own; one in the namespace of a client is for sidecars there, and ztunnel reads none',
  fix: 'move the route into the namespace of the Service',
  *check(mesh) {
    for (const { route, path, owner } of meshParents(mesh)) {
      if (owner && owner.namespace !== route.namespace) yield* offence(mesh, route, path, owner);
    }
    for (const virtualService of mesh.all(VIRTUAL_SERVICE).filter(isForMesh)) {
      for (const [index, host] of hostsOf(mesh, virtualService).entries()) {
        for (const owner of mesh.withHost(host)) yield* offence(mesh, virtualService, ['spec', 'hosts', index], owner);
      }
    }
  },
};

function* offence(mesh: MeshObjects, subject: Manifest, path: FieldPath, owner: HostOwner): Generator<Offence> {
  const binding = serviceBinding(mesh, owner);
  if (!binding || [owner.namespace, binding.waypoint.namespace].includes(subject.namespace)) return;
  if (dataPlanesIn(mesh, subject.namespace).has(DataPlane.SIDECAR)) return;
  const namespaces = [...new Set([owner.namespace, binding.waypoint.namespace])].join(' and ');
  yield { subject, path, message: `ignored: the waypoint of ${owner.kind} ${owner.namespace}/${owner.name} reads routes of ${namespaces} only` };
}
