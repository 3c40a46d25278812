import type { TraceTag } from './trace-tag';

/** How a waypoint traces requests. At least one of the properties. */
export interface TracingOptions {
  /**
   * Where spans go: a name in the MeshConfig (`extensionProviders`). Istio takes one only.
   * @default - that of a wider Telemetry, or of the mesh
   */
  readonly provider?: string;
  /**
   * The share of requests that begin a trace, in percent, 0 to 100, fractions allowed.
   * @default - that of a wider Telemetry, or of the mesh (1)
   */
  readonly samplingPercentage?: number;
  /**
   * Tags of all spans, by name. They replace all those of a wider Telemetry.
   * @default - those of a wider Telemetry
   */
  readonly tags?: { [name: string]: TraceTag };
  /**
   * Whether no spans are reported. Headers for tracing are passed on all the same.
   * @default - as a wider Telemetry says; else spans are reported
   */
  readonly disabled?: boolean;
}
