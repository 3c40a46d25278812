import type { L4Condition } from './l4-condition';
import type { StringMap } from '../../mesh/fields';
import type { Manifest } from '../../mesh/manifest';

/** The workloads that a policy of ztunnel is asked about. */
export type ZtunnelScope = 'GLOBAL' | 'NAMESPACE' | 'WORKLOAD_SELECTOR';

/** A policy as istiod sends it to ztunnel. */
export interface ZtunnelPolicy {
  readonly namespace: string;
  readonly name: string;
  readonly scope: ZtunnelScope;
  readonly action: 'ALLOW' | 'DENY';
  /** Undefined: it selects nothing, or is no matter of labels. */
  readonly selector?: StringMap;
  /** One of them has to match. */
  readonly rules: readonly ZtunnelRule[];
  /** What it was made from; undefined for Istio's own. */
  readonly source?: Manifest;
}

/** All clauses of a rule have to match. */
export interface ZtunnelRule {
  /** Its index in `spec.rules` of an AuthorizationPolicy. */
  readonly index: number;
  readonly clauses: readonly ZtunnelClause[];
}

/** One of the alternatives of a clause has to match. */
export type ZtunnelClause = readonly ZtunnelAlternative[];

/** All conditions of an alternative have to hold; one without any never matches. */
export type ZtunnelAlternative = readonly L4Condition[];
