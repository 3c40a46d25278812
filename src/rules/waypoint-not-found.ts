import { isAbsent } from './facts/absence';
import type { NamedClaim } from './facts/claims';
import { namedClaims } from './facts/claims';
import type { Rule } from './rule';
import { Severity } from './rule';
import { claimOfNamespace } from '../binding/claim';
import { waypointText } from '../binding/status-text';
import { findWaypoint } from '../binding/waypoint';
import { GATEWAY } from '../mesh/kinds/gateway-api';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refIn } from '../mesh/object-ref';

export const waypointNotFound: Rule = {
  id: 'waypoint-not-found',
  severity: Severity.ERROR,
  summary: 'a use-waypoint label names a waypoint that is not defined',
  why: 'what the label enrolls gets no waypoint at all, and traffic goes direct: there is no fallback to the waypoint of the namespace',
  fix: 'define the Gateway, or correct the label; if the Gateway is kept elsewhere, say so with --assume Gateway/NAMESPACE/NAME',
  *check(mesh) {
    for (const claim of namedClaims(mesh)) {
      const { owner, evidence, waypoint } = claim;
      const ref = refIn(GATEWAY, waypoint.namespace, waypoint.name);
      const isMissing = isAbsent(mesh, ref);
      if (isMissing === false) continue;
      const name = `Gateway "${waypointText(waypoint)}"`;
      yield {
        subject: owner,
        path: evidence.path,
        message: isMissing ? `no ${name} is defined${hidden(mesh, claim)}` : `${name} is not in the input, nor is any Gateway of its namespace`,
        ...isMissing ? {} : { severity: Severity.INFO },
      };
    }
  },
};

/** An own label hides the waypoint of the namespace, be that one in order or not. */
function hidden(mesh: MeshObjects, { subject, owner }: NamedClaim): string {
  const namespace = subject && mesh.namespace(owner.namespace).manifest;
  const inherited = namespace && claimOfNamespace(namespace)?.waypoint;
  return inherited && findWaypoint(mesh, inherited).waypoint
    ? `, and "${waypointText(inherited)}" of the namespace is NOT used instead`
    : '';
}
