import type { IConstruct } from 'constructs';
import { classScalingOf } from './class-scaling';
import { isInTree } from '../located-object';

/** What a construct of an app says about the number of replicas of a waypoint. It no longer counts once the construct is removed. */
interface ReplicaNote {
  readonly by: IConstruct;
  /** A fixed number, from an infrastructure overlay. */
  readonly fixed?: number;
  /** Whether it is an autoscaler. */
  readonly isAutoscaler?: boolean;
  /** The lower bound of an autoscaler; without it the bounds are not known. */
  readonly minimum?: number;
}

const notes = new WeakMap<IConstruct, ReplicaNote[]>();

function notesOn(waypoint: IConstruct): ReplicaNote[] {
  return (notes.get(waypoint) ?? []).filter(({ by }) => isInTree(by));
}

function note(waypoint: IConstruct, replicas: ReplicaNote): void {
  notes.set(waypoint, [...notesOn(waypoint), replicas]);
}

/** Notes the number of replicas that an infrastructure overlay fixes. */
export function noteFixedReplicas(waypoint: IConstruct, by: IConstruct, fixed: number): void {
  note(waypoint, { by, fixed });
}

/** Notes an autoscaler, with its lower bound if that is known. */
export function noteAutoscaler(waypoint: IConstruct, by: IConstruct, minimum?: number): void {
  note(waypoint, { by, isAutoscaler: true, minimum });
}

/** Forgets the autoscalers that were noted. */
export function forgetAutoscalers(waypoint: IConstruct): void {
  notes.set(waypoint, notesOn(waypoint).filter(({ isAutoscaler }) => !isAutoscaler));
}

/** Whether an autoscaler of the app scales a waypoint. */
export function isAutoscaled(waypoint: IConstruct): boolean {
  return notesOn(waypoint).some(({ isAutoscaler }) => isAutoscaler);
}

/** The number of replicas that an overlay fixes, if one does. */
export function fixedReplicas(waypoint: IConstruct): number | undefined {
  return notesOn(waypoint).find(({ fixed }) => fixed !== undefined)?.fixed;
}

/**
 * The least number of replicas that a waypoint can have, or undefined where that is decided elsewhere. istiod writes no
 * number into the Deployment, so that without an autoscaler, an overlay or defaults of the class it is 1, the default of Kubernetes.
 */
export function leastReplicas(waypoint: IConstruct, declaredHere: boolean): number | undefined {
  const minimum = notesOn(waypoint).find((each) => each.minimum !== undefined)?.minimum;
  const said = minimum ?? fixedReplicas(waypoint) ?? classScalingOf(waypoint)?.least;
  if (said !== undefined) return said;
  return isAutoscaled(waypoint) || !declaredHere ? undefined : 1;
}
