import { bindingsIn } from './facts/bindings';
import { isAmbient } from './facts/capture';
import { meshParents } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { BindingReason } from '../binding/binding';
import { INJECTION } from '../istio/labels';
import { NAMESPACE } from '../mesh/kinds/core';
import { VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';
import { hostsOf, isForMeshAlone } from '../routing/written-virtual-services';

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
    // A VirtualService for gateways too is applied by those.
    for (const subject of haveSidecars(mesh) ? [] : mesh.all(VIRTUAL_SERVICE).filter(isForMeshAlone)) {
      for (const [index, host] of hostsOf(mesh, subject).entries()) {
        const owner = mesh.withHost(host).find((one) => isAmbient(mesh.namespace(one.namespace).labels) && isNotEnrolled(mesh, one));
        if (!owner) continue;
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

/** The sidecars of clients apply the VirtualServices of what they call. */
const haveSidecars = remember((mesh: MeshObjects) => mesh.all(NAMESPACE).some(({ labels }) => labels[INJECTION] === 'enabled'));

/** Where a label asks for a waypoint in vain, that is the mistake. A namespace with sidecars has routes without waypoints. */
function isNotEnrolled(mesh: MeshObjects, owner: Manifest): boolean {
  const { isKnown, labels } = mesh.namespace(owner.namespace);
  const reason = bindingsIn(mesh, owner).find(({ subject }) => subject.traffic === 'service')?.reason;
  if (reason === BindingReason.OPTED_OUT) return true;
  return reason === BindingReason.NOT_ENROLLED && isKnown && labels[INJECTION] !== 'enabled';
}
