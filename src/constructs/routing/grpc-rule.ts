import type { Backend } from './backend';
import type { GrpcFilter } from './grpc-filter';
import type { GrpcMatch } from './grpc-match';

/** A rule of a route for gRPC. Of all rules, the one with the most specific match decides. */
export interface GrpcRule {
  /** Which calls; one of these must match. @default - all calls */
  readonly matches?: GrpcMatch[];
  /** What is done to the calls and responses. @default - nothing */
  readonly filters?: GrpcFilter[];
  /** Where calls go. At least one. */
  readonly backends: Backend[];
}
