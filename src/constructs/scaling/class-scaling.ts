import type { Construct, IConstruct } from 'constructs';
import { Notes } from '../notes';
import { classOf } from '../waypoint/known-classes';
import type { IWaypoint } from '../waypoint/waypoint';

/** What the defaults of a GatewayClass say about the number of pods of each of its waypoints. */
export interface ClassScaling {
  readonly by: Construct;
  /** The least number of replicas. */
  readonly least?: number;
  readonly hasAutoscaler: boolean;
  readonly hasBudget: boolean;
}

/** By the name of the class; one construct of an app has the say over it. */
const defaults = new Notes<ClassScaling>();

/** Notes what the defaults of a class say. */
export function noteClassScaling(className: string, scaling: ClassScaling): void {
  defaults.add(className, scaling);
}

/** What the defaults of its class say about a waypoint of the app: complete only at synthesis. */
export function classScalingOf(waypoint: IConstruct): ClassScaling | undefined {
  const className = classOf(waypoint);
  return className === undefined ? undefined : defaults.of(waypoint, className)[0];
}

/**
 * Why something that sets the number of replicas contradicts the defaults of the class, if it does.
 * @param what what it is, as the end of a sentence: `is an autoscaler`
 */
export function autoscalerOfClass(waypoint: IWaypoint, what: string): string[] {
  const scaling = classScalingOf(waypoint);
  return scaling?.hasAutoscaler ? [
    `${what} for waypoint "${waypoint.waypointName}", which has an autoscaler by the defaults of its class ("${scaling.by.node.path}"), and the two would work against each other: `
    + 'remove one of them, or give the waypoint a class of its own (WaypointClass)',
  ] : [];
}

/** Why a budget contradicts the defaults of the class, if it does: Kubernetes evicts no pod that two budgets are about. */
export function budgetOfClass(waypoint: IWaypoint): string[] {
  const scaling = classScalingOf(waypoint);
  return scaling?.hasBudget ? [
    `is a second budget for waypoint "${waypoint.waypointName}", beside that of the defaults of its class ("${scaling.by.node.path}"), and with two no pod is ever evicted: `
    + 'remove one of them, or give the waypoint a class of its own (WaypointClass)',
  ] : [];
}
