import { waypointGateways } from './facts/gateways';
import type { Rule } from './rule';
import { Severity } from './rule';
import { findWaypoint } from '../binding/waypoint';

export const waypointOpenToAll: Rule = {
  id: 'waypoint-open-to-all',
  severity: Severity.WARNING,
  summary: 'every namespace may use the waypoint',
  why: 'whoever can label a Service or a Namespace can send its traffic through the proxy, with its identity and at its cost',
  fix: 'select the namespaces by name: from: Selector, with matchExpressions on kubernetes.io/metadata.name',
  *check(mesh) {
    for (const gateway of waypointGateways(mesh)) {
      const { listener, namespacesFrom } = findWaypoint(mesh, gateway).waypoint?.allowedRoutes ?? {};
      if (listener === undefined || namespacesFrom !== 'All') continue;
      yield {
        subject: gateway,
        path: ['spec', 'listeners', listener, 'allowedRoutes', 'namespaces', 'from'],
        message: '"All" admits every namespace, expected "Same" or "Selector"',
      };
    }
  },
};
