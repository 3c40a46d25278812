import type { Duration } from 'cdk8s';
import type { LoadBalancing } from './load-balancing';
import type { Locality } from './locality';

/** How much a waypoint sends to a service at once; what is above fails at once with status 503. Each pod of the waypoint counts for itself. */
export interface ConnectionLimits {
  /** Open connections. At least 1. @default - no limit */
  readonly maxConnections?: number;
  /** Requests in flight. At least 1. @default - no limit */
  readonly maxRequests?: number;
  /** Requests that wait for a connection. At least 1. @default - no limit */
  readonly maxPendingRequests?: number;
  /** Retries in flight. At least 1. @default - no limit */
  readonly maxRetries?: number;
  /** Requests after which a connection is closed. At least 1. @default - no limit */
  readonly maxRequestsPerConnection?: number;
  /** How long to wait for a connection. @default 10 seconds */
  readonly connectTimeout?: Duration;
  /** How long a connection stays open without requests. @default 1 hour */
  readonly idleTimeout?: Duration;
  /** How long a connection stays open at most. @default - no limit */
  readonly maxConnectionDuration?: Duration;
}

/** When a waypoint stops to send to a pod for a while. At least one of the three numbers of failures. */
export interface OutlierDetection {
  /** Answers with status 5xx in a row, failed connections among them. At least 1. @default 5 */
  readonly consecutive5xxErrors?: number;
  /** Answers with status 502, 503 or 504 in a row. At least 1. @default - not counted apart */
  readonly consecutiveGatewayErrors?: number;
  /** Connections that failed in a row; they are no longer counted as answers then. At least 1. @default - counted as answers */
  readonly consecutiveLocalOriginFailures?: number;
  /** How often the numbers are looked at. @default 10 seconds */
  readonly interval?: Duration;
  /** How long a pod is left out the first time; each time longer. @default 30 seconds */
  readonly baseEjectionTime?: Duration;
  /** How many of the pods may be left out, in percent: 1 to 100. @default 10 */
  readonly maxEjectionPercent?: number;
  /** Below how many healthy pods all are used again, in percent: 0 to 100. @default 0 */
  readonly minHealthPercent?: number;
}

/** The header by which a pod is told who the client is, before the first byte. */
export enum ProxyProtocol {
  /** Version 1, a line of text. */
  V1 = 'V1',
  /** Version 2, binary. */
  V2 = 'V2',
}

/** What a waypoint does with traffic. At least one. */
export interface TrafficSettings {
  /** How it chooses among the pods. @default - least requests */
  readonly loadBalancing?: LoadBalancing;
  /** Whether it prefers what is near. @default - as the mesh says */
  readonly locality?: Locality;
  /** How much it sends at once. @default - no limits */
  readonly connections?: ConnectionLimits;
  /** When it leaves pods out. @default - never */
  readonly outlierDetection?: OutlierDetection;
}

/** What a waypoint does with the traffic to a service. At least one. */
export interface TrafficPolicyOptions extends TrafficSettings {
  /** Sends the PROXY protocol to the pods, on all ports that have no settings of their own. @default - not sent */
  readonly proxyProtocol?: ProxyProtocol;
}

/** What a waypoint does with the traffic to one port; none of the settings of the whole service hold for it. */
export interface PortTrafficPolicy extends TrafficSettings {
  /** The port of the service. */
  readonly port: number;
}
