import type { NamedClaim } from './facts/claims';
import { namedClaims } from './facts/claims';
import type { Rule } from './rule';
import { Severity } from './rule';
import { admits } from '../binding/allowed-routes';
import { STATUS_TEXT } from '../binding/status-text';
import type { Waypoint } from '../binding/waypoint';
import { findWaypoint, takes } from '../binding/waypoint';
import { TRAFFIC_TYPES } from '../istio/traffic-types';

export const unsupportedTrafficType: Rule = {
  id: 'unsupported-traffic-type',
  severity: Severity.ERROR,
  summary: 'a use-waypoint label names a waypoint that takes other traffic',
  why: 'nothing is bound: a label on a Service needs a waypoint for services, a label on a pod one for workloads, and traffic goes direct',
  fix: 'set the label istio.io/waypoint-for of the Gateway to "all" or to the type that is needed, or label the other kind of object',
  *check(mesh) {
    for (const claim of namedClaims(mesh)) {
      const { owner, evidence, waypoint: name } = claim;
      const { waypoint } = findWaypoint(mesh, name);
      if (!waypoint?.gateway || !TRAFFIC_TYPES.includes(waypoint.trafficType)) continue;
      if (!admits(mesh, waypoint, owner.namespace || owner.name)) continue;
      const message = complaint(claim, waypoint);
      if (message) yield { subject: owner, path: evidence.path, message, related: [{ manifest: waypoint.gateway, path: ['metadata', 'labels'] }] };
    }
  },
};

/** What is inherited from a Namespace is its own kind of choice, unless the waypoint takes nothing. */
function complaint({ subject, waypoint: name }: NamedClaim, waypoint: Waypoint): string | undefined {
  if (!subject) return waypoint.trafficType === 'none' ? `waypoint "${name.namespace}/${name.name}" takes no traffic (waypoint-for: none)` : undefined;
  if (takes(waypoint, subject.traffic)) return undefined;
  const about = subject.traffic === 'workload' ? '; the label of a pod is about traffic to the address of that pod, not about what it sends' : '';
  return `${STATUS_TEXT.unsupported(name, subject.traffic)}, it takes "${waypoint.trafficType}"${about}`;
}
