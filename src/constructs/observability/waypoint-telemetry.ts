import { Construct } from 'constructs';
import type { AccessLog } from './access-log';
import type { MetricsOptions } from './metrics-options';
import { renderAccessLogs, renderMetrics, renderTracing } from './telemetry-manifest';
import { checkTelemetryTargets, claimTelemetry } from './telemetry-targets';
import type { TracingOptions } from './tracing-options';
import type { TelemetrySpec } from '../../../imports/telemetry.istio.io';
import { TELEMETRY_VERSION } from '../../istio/groups';
import { defineObject } from '../define-object';
import { namespaceOf } from '../names';
import type { Plain } from '../plain';
import { problem } from '../problem';
import type { PolicyTarget } from '../security/policy-target';
import { renderTargets } from '../security/rendered-targets';

/** Properties of `WaypointTelemetry`. */
export interface WaypointTelemetryProps {
  /**
   * Whose requests it is about: a waypoint, Services or ServiceEntries, at most 16, all in one namespace. That of a waypoint
   * counts for services in the namespace of the waypoint only. `PolicyTarget.everyWaypoint` is refused: no waypoint asks it.
   * @default - all of the namespace
   */
  readonly targets?: PolicyTarget[];
  /**
   * Without targets: the namespace that it is about; the root namespace (`istio-system`) means the whole mesh. It then counts for
   * sidecars and ingress gateways of the namespace too. For services that use a waypoint elsewhere that of their own namespace
   * counts from Istio 1.31 on, besides that of the waypoint's.
   * @default - the namespace of the chart
   */
  readonly namespace?: string;
  /**
   * The access logs.
   * @default - as a wider Telemetry, or the mesh, says
   */
  readonly accessLogs?: AccessLog[];
  /**
   * The metrics.
   * @default - as a wider Telemetry, or the mesh, says
   */
  readonly metrics?: MetricsOptions;
  /**
   * The traces.
   * @default - as a wider Telemetry, or the mesh, says
   */
  readonly tracing?: TracingOptions;
  /**
   * The name of the Telemetry.
   * @default - the id of the construct
   */
  readonly telemetryName?: string;
}

/**
 * A Telemetry that waypoints read: access logs, metrics and traces of the requests that pass them.
 *
 * Mesh, namespace and target are joined, and the narrower wins. Istio remembers what comes out for access logs by the youngest
 * Telemetry that has targets: where one is for a waypoint, put access logs of single services of that waypoint elsewhere.
 * @see https://istio.io/latest/docs/reference/config/telemetry/
 * @example
 * import type { Chart } from 'cdk8s';
 * import { AccessLog, NamespaceWaypoint, PolicyTarget, TraceTag, WaypointTelemetry } from 'cdk8s-waypoint';
 *
 * declare const chart: Chart;
 *
 * const waypoint = new NamespaceWaypoint(chart, 'waypoint');
 * new WaypointTelemetry(chart, 'errors', {
 *   targets: [PolicyTarget.waypoint(waypoint)],
 *   accessLogs: [AccessLog.to('envoy', { filter: 'response.code >= 400' })],
 *   tracing: { samplingPercentage: 5, tags: { tenant: TraceTag.header('x-tenant') } },
 * });
 */
export class WaypointTelemetry extends Construct {
  /** The name of the Telemetry. */
  public readonly telemetryName: string;
  /** The namespace of the Telemetry. */
  public readonly telemetryNamespace: string;

  constructor(scope: Construct, id: string, props: WaypointTelemetryProps) {
    super(scope, id);
    if (props.targets && props.namespace) {
      throw problem(this, 'has "targets" and "namespace": remove "namespace", a Telemetry is in the namespace of its targets');
    }
    const targets = props.targets ? renderTargets(this, props.targets) : [];
    checkTelemetryTargets(this, targets);
    this.telemetryNamespace = targets[0]?.namespace ?? namespaceOf(this, props.namespace);
    claimTelemetry(this, this.telemetryNamespace, targets);
    const spec: Plain<TelemetrySpec> = {
      ...(targets.length > 0 && { targetRefs: targets.flatMap(({ refs }) => refs) }),
      ...this.content(props),
    };
    const name = props.telemetryName ?? id;
    this.telemetryName = defineObject(this, 'Resource', {
      apiVersion: TELEMETRY_VERSION, kind: 'Telemetry', namespace: this.telemetryNamespace, name, property: 'telemetryName',
    }, { spec }).name;
  }

  private content({ accessLogs, metrics, tracing }: WaypointTelemetryProps): Plain<TelemetrySpec> {
    if (!accessLogs && !metrics && !tracing) throw problem(this, 'says nothing: write "accessLogs", "metrics" or "tracing"');
    return {
      ...(accessLogs && { accessLogging: renderAccessLogs(this, accessLogs) }),
      ...(metrics && { metrics: [renderMetrics(this, metrics)] }),
      ...(tracing && { tracing: [renderTracing(this, tracing)] }),
    };
  }
}
