import type { Gateway } from './facts/gateways';
import { drainSecondsOf, gracePeriodOf } from './facts/waypoint-drain';
import { waypointScalings } from './facts/waypoint-scaling';
import type { ScalingPart, WaypointScaling } from './facts/waypoint-scaling';
import type { Rule } from './rule';
import { Severity } from './rule';

export const gracePeriodTooShort: Rule = {
  id: 'grace-period-too-short',
  severity: Severity.WARNING,
  summary: 'a pod of the waypoint is killed before it has drained its connections',
  why: 'Kubernetes ends a pod when its grace period is over, whatever the proxy still does: with each rollout and each eviction requests are cut off',
  fix: 'set terminationGracePeriodSeconds above the drain duration, which is 5 s unless told otherwise',
  *check(mesh) {
    for (const scaling of waypointScalings(mesh)) {
      const grace = gracePeriodOf(scaling) ?? { seconds: mesh.supports('longGracePeriod') ? 30 : 2 };
      const drain = drainSecondsOf(scaling);
      const part = grace.part ?? drain.part;
      if (!part && drain.isDefault || grace.seconds > drain.seconds) continue;
      yield {
        ...placeOf(scaling, part),
        message: `${grace.seconds} s to end, of which draining takes ${drain.seconds} s`,
      };
    }
  },
};

/** The overlay that says so, else the Gateway, whose annotations the pods get. */
function placeOf({ gateway }: WaypointScaling, part: ScalingPart | undefined): { subject: ScalingPart['manifest'] | Gateway; path: ScalingPart['path'] } {
  return part ? { subject: part.manifest, path: part.path } : { subject: gateway, path: ['spec', 'infrastructure', 'annotations'] };
}
