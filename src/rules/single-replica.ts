import { membersOf } from './facts/bindings';
import { leastReplicas, waypointScalings } from './facts/waypoint-scaling';
import type { Rule } from './rule';
import { Severity } from './rule';

/** From so many services on one pod is a risk for more than one team. */
const MANY_SERVICES = 25;

export const singleReplica: Rule = {
  id: 'single-replica',
  severity: Severity.WARNING,
  summary: 'one replica of a waypoint serves many services',
  why: 'a waypoint that is bound and not running refuses every connection: one eviction stops all of its services at once',
  fix: 'run two replicas or more, by an autoscaler or an overlay, with a disruption budget',
  unsaidBy: ['HorizontalPodAutoscaler', 'ConfigMap'],
  *check(mesh) {
    for (const scaling of waypointScalings(mesh)) {
      const services = membersOf(mesh, scaling.gateway).filter(({ subject }) => subject.traffic === 'service').length;
      if (services < MANY_SERVICES || leastReplicas(scaling) > 1) continue;
      yield { subject: scaling.gateway, path: ['spec'], message: `${services} services depend on one replica, as nothing in the input sets more` };
    }
  },
};
