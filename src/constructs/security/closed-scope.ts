import type { ZtunnelTarget } from './ztunnel-target';

/** What is to be closed. */
export interface ClosedScope {
  /** The workloads, one target for each namespace with policies. */
  readonly workloads: readonly { readonly namespace: string; readonly target: ZtunnelTarget }[];
  /** Whether it is all of the mesh. */
  readonly isMesh: boolean;
}
