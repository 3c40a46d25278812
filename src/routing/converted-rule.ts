import type { Manifest } from '../mesh/manifest';

/** Where a rule is written. */
export interface RuleOrigin {
  readonly manifest: Manifest;
  /** Index of the rule. For a VirtualService: in `spec.http`, `spec.tls` or `spec.tcp`. */
  readonly rule: number;
  /** Index of the match within the rule; null: the rule has none, so it takes everything. */
  readonly match: number | null;
}

/** A rule as Istio's VirtualServices have it, and where it comes from. */
export interface Originated<R> {
  readonly rule: R;
  readonly origin: RuleOrigin;
}
