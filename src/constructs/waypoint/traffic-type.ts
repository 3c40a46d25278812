/** Which traffic a waypoint takes (`istio.io/waypoint-for`): by what the client dialled, a Service or a workload. */
export enum TrafficType {
  /** Traffic addressed to Services and ServiceEntries. */
  SERVICE = 'service',
  /** Traffic addressed to the IPs of pods and of other workloads. */
  WORKLOAD = 'workload',
  /** Both. */
  ALL = 'all',
  /** None, for tests. */
  NONE = 'none',
  /** No label on the Gateway: that of its GatewayClass decides, and without one Services. */
  CLASS_DEFAULT = '',
}
