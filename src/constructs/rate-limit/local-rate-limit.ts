import type { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { renderPattern } from './header-matchers';
import type { RateLimitProps } from './rate-limit-props';
import type { RequestPattern } from './request-pattern';
import { defineWaypointFilter } from './waypoint-filter';
import { checkInteger } from '../check-integer';
import { problem } from '../problem';
import { istioDuration } from '../traffic/istio-duration';

/** How many requests pass in a time: a bucket of tokens that is filled again and again. */
export interface RequestRate {
  /** How many requests pass in the time. At least 1. */
  readonly requests: number;
  /** The time; at least 50 milliseconds. */
  readonly per: Duration;
  /**
   * How many requests pass at once after a quiet time. At least `requests`.
   * @default - as many as `requests`
   */
  readonly burst?: number;
}

/** A rate for some of the requests. */
export interface RateLimitRule {
  /** Which requests. */
  readonly requests: RequestPattern;
  /** How many of them pass. */
  readonly limit: RequestRate;
}

/** Properties of `LocalRateLimit`. */
export interface LocalRateLimitProps extends RateLimitProps {
  /**
   * How many of the requests pass that no rule is about.
   * @default - all of them; then there are `rules`
   */
  readonly limit?: RequestRate;
  /**
   * Rates for some of the requests. Of several that match all count.
   * @default - none; then there is a `limit`
   */
  readonly rules?: RateLimitRule[];
}

/**
 * Limits how many requests a waypoint lets pass; the rest gets status 429, or for gRPC status 8. It asks nobody: each pod of the
 * waypoint counts for itself, and each port of each service for itself, so what passes in all grows with the pods.
 *
 * Needs Istio 1.27. It is an EnvoyFilter, which Istio does not promise to keep working at waypoints; try each upgrade before.
 * Connections that are not HTTP are not counted.
 * @example
 * import type { Chart } from 'cdk8s';
 * import { Duration } from 'cdk8s';
 * import { LocalRateLimit, NamespaceWaypoint, ObjectRef } from 'cdk8s-waypoint';
 *
 * declare const chart: Chart;
 *
 * const waypoint = new NamespaceWaypoint(chart, 'waypoint');
 * new LocalRateLimit(chart, 'cart-limit', {
 *   waypoint,
 *   services: [{ service: ObjectRef.service('cart'), ports: [80] }],
 *   limit: { requests: 100, per: Duration.seconds(1), burst: 200 },
 *   rules: [{ requests: { pathPrefix: '/checkout', method: 'POST' }, limit: { requests: 5, per: Duration.seconds(1) } }],
 * });
 */
export class LocalRateLimit extends Construct {
  constructor(scope: Construct, id: string, props: LocalRateLimitProps) {
    super(scope, id);
    const { limit, rules = [] } = props;
    if (!limit && rules.length === 0) throw problem(this, 'limits nothing: write "limit", or list at least one in "rules"');
    defineWaypointFilter(this, props, {
      type: 'envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit',
      config: {
        stat_prefix: 'waypoint_rate_limit',
        ...(limit && { token_bucket: this.bucket(limit) }),
        ...ALWAYS,
        ...(rules.length > 0 && this.rules(rules)),
      },
    });
  }

  private rules(rules: readonly RateLimitRule[]) {
    const entry = (index: number) => ({ key: 'rule', value: String(index) });
    return {
      always_consume_default_token_bucket: false,
      rate_limits: rules.map(({ requests }, index) => {
        const { key, value } = entry(index);
        const headers = renderPattern(this, requests);
        return { actions: [{ header_value_match: { descriptor_key: key, descriptor_value: value, headers } }] };
      }),
      descriptors: rules.map(({ limit }, index) => ({ entries: [entry(index)], token_bucket: this.bucket(limit) })),
    };
  }

  private bucket({ requests, per, burst = requests }: RequestRate) {
    return {
      tokens_per_fill: checkInteger(this, 'requests', requests, 1),
      max_tokens: checkInteger(this, 'burst', burst, requests),
      fill_interval: istioDuration(this, '"per"', per, 50),
    };
  }
}

/** Without these Envoy counts for no request; and it would tell gRPC clients that nobody is there. */
const ALWAYS = {
  filter_enabled: { default_value: { numerator: 100, denominator: 'HUNDRED' } },
  filter_enforced: { default_value: { numerator: 100, denominator: 'HUNDRED' } },
  rate_limited_as_resource_exhausted: true,
};
