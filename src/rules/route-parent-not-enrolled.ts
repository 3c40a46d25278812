import { bindingsIn } from './facts/bindings';
import { isAmbient } from './facts/capture';
import { meshParents } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { BindingReason } from '../binding/binding';
import { INJECTION } from '../istio/labels';
import { NAMESPACE } from '../mesh/kinds/core';
import { VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import type { Manifest, ManifestOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';
import { hostsOf, isForMesh } from '../routing/written-virtual-services';

export const routeParentNotEnrolled: Rule = {
  id: 'route-parent-not-enrolled',
  severity: Severity.ERROR,
  summary: 'a route has a Service without waypoint as its parent',
  why: 'in ambient mesh routes are applied by waypoints alone: requests go to the Service as if there were no route, and the status says ResolvedWaypoints',
  fix: 'label the Service, or its Namespace, with istio.io/use-waypoint',
  *check(mesh) {
    for (const { route, path, owner } of meshParents(mesh)) {
      if (!owner || !isNotEnrolled(mesh, owner)) continue;
      yield {
        subject: route,
        path,
        message: 'istio.io/use-waypoint label missing from parent and parent namespace; in ambient mode, route will not be respected',
        related: [{ manifest: owner, path: ['metadata', 'labels'] }],
      };
    }
    for (const subject of mesh.all(VIRTUAL_SERVICE).filter(isForWaypoints)) {
      for (const [index, host] of hostsOf(mesh, subject).entries()) {
        const owner = mesh.withHost(host).find((one) => isAmbient(mesh.namespace(one.namespace).labels) && isNotEnrolled(mesh, one));
        if (!owner || haveSidecars(mesh)) continue;
        yield {
          subject,
          path: ['spec', 'hosts', index],
          message: `${owner.kind} ${owner.name} has no waypoint: nothing applies the VirtualService`,
          severity: Severity.WARNING,
          related: [{ manifest: owner, path: ['metadata', 'labels'] }],
        };
      }
    }
  },
};

/** One for gateways too is applied by those. */
function isForWaypoints(virtualService: ManifestOf<typeof VIRTUAL_SERVICE>): boolean {
  return isForMesh(virtualService) && (virtualService.body.spec?.gateways ?? []).every((name) => name === 'mesh');
}

/** The sidecars of clients apply the VirtualServices of what they call. */
const haveSidecars = remember((mesh: MeshObjects) => mesh.all(NAMESPACE).some(({ labels }) => labels[INJECTION] === 'enabled'));

/** Where a label asks for a waypoint in vain, that is the mistake. A namespace with sidecars has routes without waypoints. */
function isNotEnrolled(mesh: MeshObjects, owner: Manifest): boolean {
  const { isKnown, labels } = mesh.namespace(owner.namespace);
  const reason = bindingsIn(mesh, owner).find(({ subject }) => subject.traffic === 'service')?.reason;
  if (reason === BindingReason.OPTED_OUT) return true;
  return reason === BindingReason.NOT_ENROLLED && isKnown && labels[INJECTION] !== 'enabled';
}
