import type { IConstruct } from 'constructs';
import { classScalingOf } from './class-scaling';

/** What the constructs of an app say about the number of replicas of a waypoint. */
interface Replicas {
  /** A fixed number, from an infrastructure overlay. */
  fixed?: number;
  /** The lower bound of an autoscaler. */
  minimum?: number;
  /** An autoscaler of another library scales it; its bounds are not known. */
  foreign?: boolean;
}

const known = new WeakMap<IConstruct, Replicas>();

function of(waypoint: IConstruct): Replicas {
  const replicas = known.get(waypoint) ?? {};
  known.set(waypoint, replicas);
  return replicas;
}

/** Notes the number of replicas that an infrastructure overlay fixes. */
export function noteFixedReplicas(waypoint: IConstruct, fixed: number): void {
  of(waypoint).fixed = fixed;
}

/** Notes the lower bound of an autoscaler. */
export function noteMinimumReplicas(waypoint: IConstruct, minimum: number): void {
  of(waypoint).minimum = minimum;
}

/** Notes that something else scales the waypoint, unless the bounds are known already. */
export function noteForeignAutoscaler(waypoint: IConstruct): void {
  of(waypoint).foreign = true;
}

/** The number of replicas that an overlay fixes, if one does. */
export function fixedReplicas(waypoint: IConstruct): number | undefined {
  return known.get(waypoint)?.fixed;
}

/**
 * The least number of replicas that a waypoint can have, or undefined where that is decided elsewhere. istiod writes no
 * number into the Deployment, so that without an autoscaler, an overlay or defaults of the class it is 1, the default of Kubernetes.
 */
export function leastReplicas(waypoint: IConstruct, declaredHere: boolean): number | undefined {
  const { fixed, minimum, foreign } = known.get(waypoint) ?? {};
  if (minimum !== undefined) return minimum;
  if (fixed !== undefined) return fixed;
  const ofClass = classScalingOf(waypoint)?.least;
  if (ofClass !== undefined) return ofClass;
  return foreign || !declaredHere ? undefined : 1;
}
