/** The values of `waypoint-for` that Istio knows. */
export const TRAFFIC_TYPES: readonly string[] = ['service', 'workload', 'all', 'none'];
