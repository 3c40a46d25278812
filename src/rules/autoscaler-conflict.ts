import { numberIn, waypointScalings } from './facts/waypoint-scaling';
import type { Rule } from './rule';
import { Severity } from './rule';

export const autoscalerConflict: Rule = {
  id: 'autoscaler-conflict',
  severity: Severity.ERROR,
  summary: 'something else sets the replicas that an autoscaler sets',
  why: 'each sets them back to its own number, time and again: pods of the waypoint come and go, and with them connections',
  fix: 'keep one autoscaler, either the overlay or an object, and set no replicas',
  *check(mesh) {
    for (const { autoscalers, deployments } of waypointScalings(mesh)) {
      if (autoscalers.length === 0) continue;
      const [first] = autoscalers;
      const related = [{ manifest: first.manifest, path: first.path }];
      for (const { manifest, path } of deployments.filter((part) => numberIn(part, 'replicas') !== undefined)) {
        yield { subject: manifest, path, message: 'sets replicas, beside an autoscaler of the same Deployment', related };
      }
      for (const { manifest, path, isOverlay } of autoscalers.slice(1)) {
        if (isOverlay !== first.isOverlay || !isOverlay) yield { subject: manifest, path, message: 'a second autoscaler of the same Deployment', related };
      }
    }
  },
};
