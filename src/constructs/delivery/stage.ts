/**
 * What is applied together. A later stage needs an earlier one: labels come only after their waypoint serves, and policies
 * that admit nothing but a waypoint only after everybody uses it.
 */
export enum Stage {
  /** Waypoints, their routes and policies, and what they need. */
  WAYPOINTS = 'waypoints',
  /** Other objects of the app, those that use waypoints among them. */
  WORKLOADS = 'workloads',
  /** Label patches on objects of others. */
  ENROLLMENT = 'enrollment',
  /** Policies at ztunnel that admit only what they list. */
  STRICT = 'strict',
}

/** All stages, first to last. */
export const STAGES = [Stage.WAYPOINTS, Stage.WORKLOADS, Stage.ENROLLMENT, Stage.STRICT];

/** What has to be there before a stage is applied. */
export const STAGES_BEFORE: Record<Stage, readonly Stage[]> = {
  [Stage.WAYPOINTS]: [],
  [Stage.WORKLOADS]: [Stage.WAYPOINTS],
  [Stage.ENROLLMENT]: [Stage.WAYPOINTS, Stage.WORKLOADS],
  [Stage.STRICT]: [Stage.WAYPOINTS, Stage.WORKLOADS, Stage.ENROLLMENT],
};

/** Where a manifest belongs in the order of things. */
export interface Place {
  readonly stage: Stage;
  /** The sync wave of Argo CD; undefined where the manifest is none of our business. */
  readonly wave?: number;
}

/**
 * The name of what applies a stage: an Application or a Kustomization.
 * @param name what the names of all of them begin with
 */
export function stageName(name: string, stage: Stage): string {
  return `${name}-${stage}`;
}
