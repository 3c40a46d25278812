import { serviceBinding } from './facts/bindings';
import { meshParents } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';

export const consumerRoute: Rule = {
  id: 'consumer-route',
  severity: Severity.ERROR,
  summary: 'a route lives in a namespace whose routes the waypoint does not look at',
  why: 'a waypoint looks at the routes in the namespace of the Service and in its own; one in the namespace of a client is ignored',
  fix: 'move the route into the namespace of the Service',
  *check(mesh) {
    for (const { route, path, owner } of meshParents(mesh)) {
      const binding = owner && serviceBinding(mesh, owner);
      if (!owner || !binding || [owner.namespace, binding.waypoint.namespace].includes(route.namespace)) continue;
      yield {
        subject: route,
        path,
        message: `ignored: the waypoint of ${owner.kind} ${owner.namespace}/${owner.name} reads routes of ${[...new Set([owner.namespace, binding.waypoint.namespace])].join(' and ')} only`,
      };
    }
  },
};
