import type { ObjectRef } from '../object-ref';
import type { IWaypoint } from '../waypoint/waypoint';

/** A Service whose requests are limited. */
export interface LimitedService {
  /** The Service, of any namespace that uses the waypoint. */
  readonly service: ObjectRef;
  /** Its ports for HTTP. At least one. */
  readonly ports: number[];
}

/** Properties that all rate limits have. */
export interface RateLimitProps {
  /** The waypoint that limits. Istio attaches the filter to a Gateway only, never to a Service. */
  readonly waypoint: IWaypoint;
  /**
   * The services that are limited.
   * @default - all HTTP requests that pass the waypoint
   */
  readonly services?: LimitedService[];
  /**
   * The domain of the cluster, a part of the names of services.
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;
  /**
   * The name of the EnvoyFilter.
   * @default - the id of the construct
   */
  readonly filterName?: string;
}
