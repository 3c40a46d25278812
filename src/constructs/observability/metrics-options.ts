import type { MetricOverride } from './metric-override';

/** What a waypoint measures. At least one of the properties. */
export interface MetricsOptions {
  /**
   * Where metrics go: a name in the MeshConfig (`extensionProviders`). Only a provider of type `prometheus` has any.
   * @default - that of a wider Telemetry, or of the mesh
   */
  readonly provider?: string;
  /**
   * How metrics differ from what Istio reports; of two about one metric the later wins.
   * @default - none
   */
  readonly overrides?: MetricOverride[];
}
