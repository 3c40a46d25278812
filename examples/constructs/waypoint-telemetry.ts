import type { Chart } from 'cdk8s';
import { AccessLog, IstioMetric, MetricOverride, NamespaceWaypoint, PolicyTarget, TraceTag, WaypointTelemetry } from 'cdk8s-waypoint';

/** The waypoint logs what fails, counts requests by host, and traces one request in twenty; the mesh logs nothing else. */
export function declare(chart: Chart): void {
  const waypoint = new NamespaceWaypoint(chart, 'waypoint');
  new WaypointTelemetry(chart, 'errors', {
    targets: [PolicyTarget.waypoint(waypoint)],
    accessLogs: [AccessLog.to('envoy', { filter: 'response.code >= 400' })],
    metrics: { overrides: [MetricOverride.of(IstioMetric.REQUEST_COUNT, { tags: { request_host: 'request.host' } })] },
    tracing: { samplingPercentage: 5, tags: { tenant: TraceTag.header('x-tenant') } },
  });
  new WaypointTelemetry(chart, 'quiet', { namespace: 'istio-system', accessLogs: [AccessLog.off()] });
}
