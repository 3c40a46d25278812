import type { Duration } from 'cdk8s';
import type { Backend } from './backend';
import type { HttpFilter } from './http-filter';
import type { HttpMatch } from './http-match';

/** How long requests may take. */
export interface HttpTimeouts {
  /** The whole request, with all attempts. @default - no limit */
  readonly request?: Duration;
  /** One attempt. Without `retry`, Istio takes it for the whole request. @default - no limit of its own */
  readonly backendRequest?: Duration;
}

/** How failed requests are tried again. */
export interface HttpRetry {
  /** How often, after the first attempt. @default 1 */
  readonly attempts?: number;
  /** The least time between attempts. @default - 25 milliseconds */
  readonly backoff?: Duration;
  /** Statuses, 400 to 599, after which to try again, beside failed connections and refused streams. @default - none */
  readonly codes?: number[];
}

/** A rule of a route. Of all rules, the one with the most specific match decides. */
export interface HttpRule {
  /** Which requests; one of these must match. @default - all requests */
  readonly matches?: HttpMatch[];
  /** What is done to the requests and responses. @default - nothing */
  readonly filters?: HttpFilter[];
  /** Where requests go. At least one, unless a filter redirects. @default - none */
  readonly backends?: Backend[];
  /** How long requests may take. @default - as long as the mesh allows */
  readonly timeouts?: HttpTimeouts;
  /** How failed requests are tried again. @default - as the mesh does */
  readonly retry?: HttpRetry;
}
