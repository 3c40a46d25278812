import type { ScalingPart } from './facts/waypoint-scaling';
import { leastReplicas, numberIn, waypointScalings } from './facts/waypoint-scaling';
import type { Rule } from './rule';
import { Severity } from './rule';
import { childOf } from '../mesh/fields';

export const disruptionBudgetBlocksDrains: Rule = {
  id: 'disruption-budget-blocks-drains',
  severity: Severity.ERROR,
  summary: 'the disruption budget of a waypoint lets no pod go',
  why: 'a node with a pod of the waypoint can\'t be drained, and upgrades of the cluster hang',
  fix: 'run more replicas than minAvailable, or set maxUnavailable: 1; keep one budget for the pods',
  *check(mesh) {
    for (const scaling of waypointScalings(mesh)) {
      for (const budget of scaling.budgets) {
        const message = complaint(budget, leastReplicas(scaling));
        if (message) yield { subject: budget.manifest, path: budget.path, message };
      }
      const [first, ...others] = scaling.budgets;
      for (const { manifest: subject, path, isOverlay } of others) {
        // Overlays make one budget together.
        if (isOverlay && first.isOverlay) continue;
        yield { subject, path, message: 'a second budget for the same pods: Kubernetes evicts no pod that has two', related: [{ manifest: first.manifest, path: first.path }] };
      }
    }
  },
};

function complaint(budget: ScalingPart, replicas: number): string | undefined {
  const unavailable = childOf(budget.spec, 'maxUnavailable');
  if (unavailable === 0 || unavailable === '0%') return `maxUnavailable ${unavailable}: no pod may be evicted`;
  if (childOf(budget.spec, 'minAvailable') === '100%') return 'minAvailable 100%: no pod may be evicted';
  const available = numberIn(budget, 'minAvailable');
  return available !== undefined && available >= replicas ? `minAvailable ${available} of ${replicas} replicas: no pod may be evicted` : undefined;
}
