import type { Duration } from 'cdk8s';
import type { HttpMatch } from '../routing/http-match';

/** Requests that have to wait. */
export interface FaultDelay {
  /** How long, before they are sent on. */
  readonly duration: Duration;
  /** How many of the requests, in percent: above 0, to 100. @default 100 */
  readonly percent?: number;
}

/** Requests that are answered with an error, and not sent on. One of the two statuses. */
export interface FaultAbort {
  /** The HTTP status: 200 to 599. @default - `grpcStatus` */
  readonly httpStatus?: number;
  /** The gRPC status by its name, such as `UNAVAILABLE`. @default - `httpStatus` */
  readonly grpcStatus?: string;
  /** How many of the requests, in percent: above 0, to 100. @default 100 */
  readonly percent?: number;
}

/** What goes wrong. At least one of `delay` and `abort`. */
export interface Fault {
  /** Which requests; one of these must match. @default - all requests that no fault before it takes */
  readonly matches?: HttpMatch[];
  /** Lets requests wait. @default - none */
  readonly delay?: FaultDelay;
  /** Answers requests with an error. @default - none */
  readonly abort?: FaultAbort;
}
