import { bindingsIn } from './facts/bindings';
import { meshParents } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';
import { BindingReason } from '../binding/binding';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';

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
  },
};

/** Where a label asks for a waypoint in vain, that is the mistake. A namespace with sidecars has routes without waypoints. */
function isNotEnrolled(mesh: MeshObjects, owner: Manifest): boolean {
  const { isKnown, labels } = mesh.namespace(owner.namespace);
  const reason = bindingsIn(mesh, owner).find(({ subject }) => subject.traffic === 'service')?.reason;
  if (reason === BindingReason.OPTED_OUT) return true;
  return reason === BindingReason.NOT_ENROLLED && isKnown && labels['istio-injection'] !== 'enabled';
}
