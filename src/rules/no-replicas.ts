import { numberIn, waypointScalings } from './facts/waypoint-scaling';
import type { Rule } from './rule';
import { Severity } from './rule';
import { waypointText } from '../binding/status-text';

export const noReplicas: Rule = {
  id: 'no-replicas',
  severity: Severity.ERROR,
  summary: 'a waypoint is scaled to zero',
  why: 'what is bound to a waypoint without pods does not go around it: every connection is refused',
  fix: 'run one replica at least, or remove the use-waypoint labels first',
  *check(mesh) {
    for (const { gateway, deployments, autoscalers } of waypointScalings(mesh)) {
      const last = deployments.filter((part) => numberIn(part, 'replicas') !== undefined).at(-1);
      if (!last || numberIn(last, 'replicas') !== 0 || autoscalers.length > 0) continue;
      yield { subject: last.manifest, path: last.path, message: `waypoint "${waypointText(gateway)}" has no pods: connections to what is bound are refused` };
    }
  },
};
