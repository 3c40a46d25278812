import type { ScalingPart } from './facts/waypoint-scaling';
import { numberIn, waypointScalings } from './facts/waypoint-scaling';
import type { Rule } from './rule';
import { Severity } from './rule';

export const autoscalerBounds: Rule = {
  id: 'autoscaler-bounds',
  severity: Severity.ERROR,
  summary: 'the autoscaler of a waypoint has bounds that can\'t work',
  why: 'an overlay without maxReplicas keeps the 1 of the template, and a minimum above the maximum is refused: the waypoint stays at one replica',
  fix: 'set maxReplicas, not below minReplicas',
  *check(mesh) {
    const parts = new Set(waypointScalings(mesh).flatMap(({ autoscalers }) => autoscalers));
    for (const part of parts) {
      const message = complaint(part);
      if (message) yield { subject: part.manifest, path: part.path, message };
    }
  },
};

function complaint(part: ScalingPart): string | undefined {
  const max = numberIn(part, 'maxReplicas');
  const min = numberIn(part, 'minReplicas') ?? 1;
  if (max === undefined && !part.isOverlay) return undefined;
  if (max === undefined) return Object.keys(part.spec).length > 0 ? 'no maxReplicas: the 1 of the template holds' : undefined;
  return min > max ? `minReplicas ${min} is greater than maxReplicas ${max}` : undefined;
}
