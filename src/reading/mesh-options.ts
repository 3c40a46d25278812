import { findIstioVersion, ISTIO_VERSIONS } from '../istio/versions';
import { parseAssumed } from '../mesh/assumed';
import type { GatewayStatus, MeshSettings } from '../mesh/settings';

/** How a mesh is read that the manifests don't say. What is not given is taken from MeshConfig, then from Istio's defaults. */
export interface MeshOptions {
  /**
   * The Istio release whose behaviour to predict, as `MAJOR.MINOR`.
   * @default - the newest release
   */
  readonly istioVersion?: string;
  /**
   * Istio's root namespace.
   * @default 'istio-system'
   */
  readonly rootNamespace?: string;
  /** @default 'cluster.local' */
  readonly trustDomain?: string;
  /** @default 'cluster.local' */
  readonly clusterDomain?: string;
  /**
   * When a Gateway counts as ready.
   * @default GatewayStatus.ASSUME
   */
  readonly gatewayStatus?: GatewayStatus;
  /**
   * Whether, under `GatewayStatus.ASSUME`, Gateways of other controllers and of unknown classes count as ready.
   * @default true
   */
  readonly foreignGatewaysReady?: boolean;
  /**
   * The revision of the control plane, then its tags.
   * @default ['default']
   */
  readonly revisions?: string[];
  /**
   * Whether istiod layers policies, as its environment variable `ENABLE_LAYERED_WAYPOINT_AUTHORIZATION_POLICIES` says.
   * @default false
   */
  readonly layeredPolicies?: boolean;
  /**
   * Objects that exist, but are not in the manifests, as `KIND/NAMESPACE/NAME`.
   * @default - none
   */
  readonly assumed?: string[];
  /**
   * Whether the manifests are all there is: what is neither among them nor assumed does not exist.
   * @default false: what is outside is unknown
   */
  readonly isComplete?: boolean;
}

/** @throws if a text has another form than it should */
export function settingsOf(options: MeshOptions): MeshSettings {
  const { istioVersion, assumed, ...rest } = options;
  const version = istioVersion === undefined ? undefined : findIstioVersion(istioVersion);
  if (istioVersion !== undefined && !version) {
    throw new Error(`istioVersion "${istioVersion}" is not known, expected one of ${ISTIO_VERSIONS.join(', ')}`);
  }
  return {
    ...rest,
    istioVersion: version,
    assumed: assumed?.map((text) => parseAssumed(text) ?? fail(`assumed "${text}" is not of the form KIND/NAMESPACE/NAME`)),
  };
}

function fail(message: string): never {
  throw new Error(message);
}
