import type { Gateway } from './facts/gateways';
import { waypointGateways } from './facts/gateways';
import type { Rule } from './rule';
import { Severity } from './rule';
import { findWaypoint } from '../binding/waypoint';
import type { LabelSelector } from '../mesh/kinds/kind';

export const waypointOpenToAll: Rule = {
  id: 'waypoint-open-to-all',
  severity: Severity.WARNING,
  summary: 'every namespace may use the waypoint',
  why: 'whoever can label a Service or a Namespace can send its traffic through the proxy, with its identity and at its cost',
  fix: 'select the namespaces by name: from: Selector, with matchExpressions on kubernetes.io/metadata.name',
  *check(mesh) {
    for (const gateway of waypointGateways(mesh)) {
      const { listener, namespacesFrom } = findWaypoint(mesh, gateway).waypoint?.allowedRoutes ?? {};
      if (listener === undefined) continue;
      const path = ['spec', 'listeners', listener, 'allowedRoutes', 'namespaces'];
      if (namespacesFrom === 'All') {
        yield { subject: gateway, path: [...path, 'from'], message: '"All" admits every namespace, expected "Same" or "Selector"' };
      } else if (namespacesFrom === 'Selector' && isEmpty(selectorOf(gateway, listener))) {
        yield { subject: gateway, path: [...path, 'selector'], message: 'an empty selector admits every namespace' };
      }
    }
  },
};

function selectorOf({ body }: Gateway, listener: number): LabelSelector | undefined {
  return body.spec?.listeners?.[listener]?.allowedRoutes?.namespaces?.selector;
}

function isEmpty(selector: LabelSelector | undefined): boolean {
  if (!selector) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}
