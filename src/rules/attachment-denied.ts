import { namedClaims } from './facts/claims';
import type { Rule } from './rule';
import { Severity } from './rule';
import { admits } from '../binding/allowed-routes';
import { STATUS_TEXT } from '../binding/status-text';
import { findWaypoint } from '../binding/waypoint';

export const attachmentDenied: Rule = {
  id: 'attachment-denied',
  severity: Severity.ERROR,
  summary: 'a use-waypoint label names a waypoint that does not admit the namespace',
  why: 'nothing is bound, and traffic goes direct, without the policies of any waypoint',
  fix: 'admit the namespace in allowedRoutes.namespaces of the HBONE listener, or name a waypoint of the own namespace',
  *check(mesh) {
    for (const { owner, evidence, waypoint: name } of namedClaims(mesh)) {
      const { waypoint } = findWaypoint(mesh, name);
      if (!waypoint?.gateway || admits(mesh, waypoint, owner.namespace || owner.name) !== false) continue;
      const { listener } = waypoint.allowedRoutes;
      yield {
        subject: owner,
        path: evidence.path,
        message: STATUS_TEXT.denied(name),
        related: [{ manifest: waypoint.gateway, path: listener === undefined ? ['spec', 'listeners'] : ['spec', 'listeners', listener] }],
      };
    }
  },
};
