import { waypointGateways } from './facts/gateways';
import type { Rule } from './rule';
import { Severity } from './rule';

export const waypointListenerKinds: Rule = {
  id: 'waypoint-listener-kinds',
  severity: Severity.WARNING,
  summary: 'the listener of a waypoint names kinds of routes',
  why: 'no route attaches to an HBONE listener, so Istio reports InvalidRouteKinds; allowedRoutes says who may use the waypoint, and only its namespaces count',
  fix: 'remove allowedRoutes.kinds',
  *check(mesh) {
    for (const gateway of waypointGateways(mesh)) {
      for (const [index, { allowedRoutes }] of (gateway.body.spec?.listeners ?? []).entries()) {
        if (!allowedRoutes?.kinds?.length) continue;
        yield {
          subject: gateway,
          path: ['spec', 'listeners', index, 'allowedRoutes', 'kinds'],
          message: `${allowedRoutes.kinds.map(({ kind }) => kind).join(', ')} can't attach to an HBONE listener: ResolvedRefs is False, InvalidRouteKinds`,
          edit: { kind: 'remove' },
        };
      }
    }
  },
};
