import type { Chart } from 'cdk8s';
import { NamespaceWaypoint, PolicyTarget, WaypointEnvoyFilter } from 'cdk8s-waypoint';

/** Connections from the waypoint to workloads get smaller buffers than Envoy gives them. */
export function declare(chart: Chart): void {
  const waypoint = new NamespaceWaypoint(chart, 'waypoint');
  new WaypointEnvoyFilter(chart, 'small-buffers', {
    targets: [PolicyTarget.waypoint(waypoint)],
    patches: [{
      applyTo: 'CLUSTER',
      match: { context: 'SIDECAR_INBOUND' },
      patch: { operation: 'MERGE', value: { per_connection_buffer_limit_bytes: 65536 } },
    }],
  });
}
