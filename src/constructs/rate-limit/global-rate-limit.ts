import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import type { RateLimitEntry } from './rate-limit-entry';
import type { RateLimitProps } from './rate-limit-props';
import { defineWaypointFilter, hostOf } from './waypoint-filter';
import { Istio } from '../istio';
import type { ObjectRef } from '../object-ref';
import { checkPort } from '../port';
import { problem } from '../problem';
import { istioDuration } from '../traffic/istio-duration';

/** What happens to requests while the rate limit service does not answer. */
export enum RateLimitFailure {
  /** They pass. */
  ALLOW = 'allow',
  /** They fail with status 500. */
  DENY = 'deny',
}

/** A descriptor: the service is asked about all its entries together. */
export interface RateLimitDescriptor {
  /** The entries, in the order in which the service has them. At least one. */
  readonly entries: RateLimitEntry[];
}

/** Properties of `GlobalRateLimit`. */
export interface GlobalRateLimitProps extends RateLimitProps {
  /** The Service that counts: it speaks Envoy's protocol for rate limits (`envoy.service.ratelimit.v3`). */
  readonly service: ObjectRef;
  /** The port of the Service. Its protocol must be declared as gRPC, by `appProtocol: grpc` or a name that begins with `grpc`. */
  readonly port: number;
  /** Under which the service finds its limits. */
  readonly domain: string;
  /** What it is asked about; each descriptor can refuse a request. At least one. */
  readonly descriptors: RateLimitDescriptor[];
  /**
   * What happens to requests while the service does not answer.
   * @default RateLimitFailure.ALLOW
   */
  readonly onFailure?: RateLimitFailure;
  /**
   * How long the service may take.
   * @default - 100 milliseconds
   */
  readonly timeout?: Duration;
}

/**
 * Lets a waypoint ask a rate limit service about each request, so that all pods of all waypoints count together. What the service
 * refuses gets status 429, or for gRPC status 8. The limits themselves are a matter of the service.
 *
 * Needs Istio 1.28. It is an EnvoyFilter, which Istio does not promise to keep working at waypoints; try each upgrade before.
 * @example
 * import type { Chart } from 'cdk8s';
 * import { GlobalRateLimit, NamespaceWaypoint, ObjectRef, RateLimitEntry } from 'cdk8s-waypoint';
 *
 * declare const chart: Chart;
 *
 * const waypoint = new NamespaceWaypoint(chart, 'waypoint');
 * new GlobalRateLimit(chart, 'tenant-limit', {
 *   waypoint,
 *   service: ObjectRef.service('ratelimit', { namespace: 'infra' }),
 *   port: 8081,
 *   domain: 'shop',
 *   descriptors: [{ entries: [RateLimitEntry.header('x-tenant', 'tenant')] }],
 * });
 */
export class GlobalRateLimit extends Construct {
  constructor(scope: Construct, id: string, props: GlobalRateLimitProps) {
    super(scope, id);
    Istio._require(this, 'rateLimitDescriptors', 'a rate limit with a service');
    if (props.domain === '') throw problem(this, '"domain" is empty: write the one that the rate limit service has its limits under');
    const host = hostOf(this, props.service, props);
    defineWaypointFilter(this, props, {
      type: 'envoy.extensions.filters.http.ratelimit.v3.RateLimit',
      config: {
        domain: props.domain,
        timeout: istioDuration(this, 'timeout', props.timeout ?? Duration.millis(100)),
        failure_mode_deny: props.onFailure === RateLimitFailure.DENY,
        rate_limited_as_resource_exhausted: true,
        rate_limit_service: {
          transport_api_version: 'V3',
          grpc_service: { envoy_grpc: { cluster_name: `outbound|${checkPort(this, props.port)}||${host}`, authority: host } },
        },
        rate_limits: this.descriptors(props),
      },
      // A waypoint knows no services but its own and those that routes, or this, name.
      annotations: { 'envoyfilter.istio.io/referenced-services': `${props.service._at(this).namespace}/${host}` },
    });
  }

  private descriptors({ descriptors }: GlobalRateLimitProps) {
    if (descriptors.length === 0) throw problem(this, 'asks the service about nothing: list at least one in "descriptors"');
    return descriptors.map(({ entries }) => {
      if (entries.length === 0) throw problem(this, 'a descriptor has no entries: list at least one');
      return { actions: entries.map((entry) => entry._render(this)) };
    });
  }
}
