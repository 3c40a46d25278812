import { sandwichGateways } from './facts/gateways';
import type { Rule } from './rule';
import { Severity } from './rule';
import { findWaypoint } from '../binding/waypoint';

export const sandwichListenerNotRead: Rule = {
  id: 'sandwich-listener-not-read',
  severity: Severity.WARNING,
  summary: 'a Gateway that serves as a waypoint admits namespaces on a listener that is not read for it',
  why: 'who may attach is read from the listener that the inbound binding names, else from HBONE on 15008; without such a listener "Same" holds',
  fix: 'write allowedRoutes on a listener with the port of the inbound binding',
  *check(mesh) {
    for (const gateway of sandwichGateways(mesh)) {
      const allowed = findWaypoint(mesh, gateway).waypoint?.allowedRoutes;
      if (!allowed || allowed.listener !== undefined) continue;
      const index = (gateway.body.spec?.listeners ?? []).findIndex(({ allowedRoutes }) => {
        const from = allowedRoutes?.namespaces?.from;
        return from === 'All' || from === 'Selector';
      });
      if (index < 0) continue;
      yield {
        subject: gateway,
        path: ['spec', 'listeners', index, 'allowedRoutes', 'namespaces'],
        message: `not read for attachment: only objects of namespace "${gateway.namespace}" may use this Gateway as a waypoint`,
      };
    }
  },
};
