import type { TlsOrigination } from './tls-origination';
import type { ServicePort } from '../routing/service-port';
import type { Source } from '../security/source';
import type { TrafficPolicyOptions } from '../traffic/traffic-policy-options';

/** Something outside the mesh that is called through an egress waypoint. */
export interface EgressDestination {
  /** The name of the ServiceEntry, and of the policy that says who may call. */
  readonly destinationName: string;
  /**
   * The host names. At least one. Names with a wildcard, `*.example.com`, need Istio 1.28, a destination of their own, and ports
   * with `ServiceProtocol.HTTP`; for `ServiceProtocol.TLS` see `wildcardTls`.
   */
  readonly hosts: string[];
  /** The ports. At least one; `ServiceProtocol.TLS` where clients speak TLS themselves. */
  readonly ports: ServicePort[];
  /**
   * Who may call. At least one; all others are refused. Only workloads of the mesh have an identity by which they can be told.
   */
  readonly clients: Source[];
  /**
   * The addresses that clients dial, where they don't go by a host name: connections go on to the address that was dialled. Needs
   * Istio 1.28, for blocks such as `203.0.113.0/24` Istio 1.30.
   * @default - Istio allocates an address for each host and answers lookups with it. Istio 1.24 does so only if istiod runs with
   * `PILOT_ENABLE_IP_AUTOALLOCATE=true` and lookups are captured
   */
  readonly addresses?: string[];
  /**
   * Lets the waypoint speak TLS to the destination, for clients that speak plain HTTP to the waypoint.
   * @default - what clients send is passed on as it is
   */
  readonly tls?: TlsOrigination;
  /**
   * How much the waypoint sends to the destination, and to which of its addresses. Of hosts with a wildcard istiod bears no outlier detection.
   * @default - as much as comes
   */
  readonly traffic?: TrafficPolicyOptions;
  /**
   * Lets a host name with a wildcard have ports with `ServiceProtocol.TLS`. Istio takes them only if istiod runs with
   * `ENABLE_WILDCARD_HOST_SERVICE_ENTRIES_FOR_TLS=true`: a client then gets to whatever host of the domain it names, true or not.
   * @default false
   */
  readonly wildcardTls?: boolean;
  /**
   * The namespace of the ServiceEntry.
   * @default - the namespace of the waypoint
   */
  readonly namespace?: string;
}
