/** Which namespaces get to nothing outside the cluster but through egress waypoints. */
export interface EgressLockdown {
  /** The namespaces. At least one. */
  readonly namespaces: string[];
  /**
   * Addresses outside the pods of the cluster that stay open, such as those of the API server or of a DNS cache on each node.
   * @default - none
   */
  readonly allowedCidrs?: string[];
}
