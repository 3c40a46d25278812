/** Where in the filters of a waypoint an extension runs. */
export enum ExtensionPhase {
  /** Before Istio authenticates requests (after external authorizers). */
  AUTHN = 'AUTHN',
  /** Before Istio authorizes requests, after it has authenticated them. */
  AUTHZ = 'AUTHZ',
  /** After requests were authorized, before statistics are taken. */
  STATS = 'STATS',
}
