import type { ObjectRef } from './object-ref';
import type { IstioVersion } from '../istio/versions';

/** When a Gateway counts as ready. */
export enum GatewayStatus {
  /** For manifests in Git, which have no status: if istiod would deploy it. A status that is there counts as well. */
  ASSUME = 'assume',
  /** As in a cluster: only if its status has addresses. */
  OBSERVED = 'observed',
}

/** How the mesh is read that the files don't say; what is not given is taken from MeshConfig, then from Istio's defaults. */
export interface MeshSettings {
  /** @default the newest release */
  readonly istioVersion?: IstioVersion;
  /** @default 'istio-system' */
  readonly rootNamespace?: string;
  /** @default 'cluster.local' */
  readonly trustDomain?: string;
  /** @default 'cluster.local' */
  readonly clusterDomain?: string;
  /** @default GatewayStatus.ASSUME */
  readonly gatewayStatus?: GatewayStatus;
  /**
   * Whether, under `ASSUME`, Gateways of other controllers and of unknown classes count as ready.
   * @default true
   */
  readonly foreignGatewaysReady?: boolean;
  /**
   * The revision of the control plane that is predicted, then its tags.
   * @default ['default']
   */
  readonly revisions?: readonly string[];
  /**
   * Whether istiod layers policies, as its environment variable `ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES` says: waypoints then enforce
   * policies without targetRefs for their pods, on the tunnels of clients.
   * @default false
   */
  readonly layeredPolicies?: boolean;
  /**
   * Objects that exist, but are not in the input.
   * @default none
   */
  readonly assumed?: readonly ObjectRef[];
  /**
   * Whether the input is all there is: what it does not hold, and what is not assumed, does not exist.
   * @default false: what is outside is unknown
   */
  readonly isComplete?: boolean;
}
