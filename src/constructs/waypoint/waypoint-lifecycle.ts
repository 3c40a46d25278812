/** How far a waypoint is on its way out. Removing it takes two commits, because labels must be gone before their Gateway. */
export enum WaypointLifecycle {
  /** In use. */
  SERVING = 'serving',
  /**
   * About to be removed: the Gateway stays, and no label names it any more. An object without a label of its own uses the
   * waypoint of its namespace, if that has one.
   */
  DRAINING = 'draining',
  /** About to be removed: the Gateway stays, and its users are opted out, so that they use no other waypoint either. */
  DRAINING_BY_OPT_OUT = 'draining-by-opt-out',
}
