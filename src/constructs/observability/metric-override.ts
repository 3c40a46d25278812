import type { Construct } from 'constructs';
import { problem } from '../problem';

/** A metric that Istio's proxies report, `istio_requests_total` and so on. */
export enum IstioMetric {
  /** `istio_requests_total` */
  REQUEST_COUNT = 'REQUEST_COUNT',
  /** `istio_request_duration_milliseconds` */
  REQUEST_DURATION = 'REQUEST_DURATION',
  /** `istio_request_bytes` */
  REQUEST_SIZE = 'REQUEST_SIZE',
  /** `istio_response_bytes` */
  RESPONSE_SIZE = 'RESPONSE_SIZE',
  /** `istio_tcp_connections_opened_total` */
  TCP_OPENED_CONNECTIONS = 'TCP_OPENED_CONNECTIONS',
  /** `istio_tcp_connections_closed_total` */
  TCP_CLOSED_CONNECTIONS = 'TCP_CLOSED_CONNECTIONS',
  /** `istio_tcp_sent_bytes_total` */
  TCP_SENT_BYTES = 'TCP_SENT_BYTES',
  /** `istio_tcp_received_bytes_total` */
  TCP_RECEIVED_BYTES = 'TCP_RECEIVED_BYTES',
  /** `istio_request_messages_total` */
  GRPC_REQUEST_MESSAGES = 'GRPC_REQUEST_MESSAGES',
  /** `istio_response_messages_total` */
  GRPC_RESPONSE_MESSAGES = 'GRPC_RESPONSE_MESSAGES',
}

/** What is different about a metric. At least one. */
export interface MetricOverrideOptions {
  /**
   * Whether it is not reported.
   * @default - as a wider Telemetry says; else it is reported
   */
  readonly disabled?: boolean;
  /**
   * Tags that it gets, or whose value changes: expressions of CEL over Envoy's attributes by the name of the tag, such as
   * `request.host`.
   * @default - none
   */
  readonly tags?: { [name: string]: string };
  /**
   * Tags that it loses.
   * @default - none
   */
  readonly removedTags?: string[];
}

/** How a metric of a waypoint differs from what Istio reports. */
export class MetricOverride {
  /** One metric of Istio. */
  public static of(metric: IstioMetric, options: MetricOverrideOptions): MetricOverride {
    return new MetricOverride({ metric }, metric, options);
  }

  /** All metrics of Istio. */
  public static all(options: MetricOverrideOptions): MetricOverride {
    return new MetricOverride({ metric: 'ALL_METRICS' }, 'ALL_METRICS', options);
  }

  /** A metric that is defined elsewhere, by its name. */
  public static custom(metric: string, options: MetricOverrideOptions): MetricOverride {
    return new MetricOverride({ customMetric: metric }, metric, options);
  }

  private constructor(
    private readonly match: { readonly metric?: IstioMetric | 'ALL_METRICS'; readonly customMetric?: string },
    private readonly name: string,
    private readonly options: MetricOverrideOptions,
  ) {}

  /** @internal */
  public _render(scope: Construct) {
    const { disabled, removedTags = [] } = this.options;
    const tags = this.tags(scope);
    if (disabled === undefined && Object.keys(tags).length === 0) {
      throw problem(scope, `says nothing about metric "${this.name}": write "disabled", "tags" or "removedTags"`);
    }
    if (disabled && Object.keys(tags).length > 0) {
      throw problem(scope, `metric "${this.name}" is disabled and has tags, ${[...Object.keys(this.options.tags ?? {}), ...removedTags].join(', ')}: remove one of the two`);
    }
    return {
      match: this.match,
      ...(disabled !== undefined && { disabled }),
      ...(Object.keys(tags).length > 0 && { tagOverrides: tags }),
    };
  }

  private tags(scope: Construct) {
    const { tags = {}, removedTags = [] } = this.options;
    for (const [name, value] of Object.entries(tags)) {
      if (value.trim() === '') throw problem(scope, `tag "${name}" of metric "${this.name}" is empty: write an expression of CEL, or the tag in "removedTags"`);
      if (removedTags.includes(name)) throw problem(scope, `tag "${name}" of metric "${this.name}" is set and removed: keep one of the two`);
    }
    return {
      ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, { operation: 'UPSERT' as const, value }])),
      ...Object.fromEntries(removedTags.map((name) => [name, { operation: 'REMOVE' as const }])),
    };
  }
}
