/** The types that the Service of a waypoint can have, and their names in `WaypointServiceType`. */
export const SERVICE_TYPES: Readonly<Record<string, string>> = { ClusterIP: 'CLUSTER_IP', LoadBalancer: 'LOAD_BALANCER', NodePort: 'NODE_PORT' };
