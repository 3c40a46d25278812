import { isAbsent } from './facts/absence';
import { meshParents } from './facts/mesh-routes';
import type { Rule } from './rule';
import { Severity } from './rule';

export const routeParentNotFound: Rule = {
  id: 'route-parent-not-found',
  severity: Severity.ERROR,
  summary: 'a route names a Service as its parent that is not defined',
  why: 'the route is attached to nothing (NoMatchingParent), and no request is routed by it',
  fix: 'correct the name; a parent in another namespace needs its namespace in the parentRef',
  *check(mesh) {
    for (const { route, path, target, owner } of meshParents(mesh)) {
      if (owner || !isAbsent(mesh, target)) continue;
      yield { subject: route, path: [...path, 'name'], message: `parent ${target.kind === 'Service' ? 'service' : 'service entry'}: "${target.name}" not found in ${target.namespace}` };
    }
  },
};
