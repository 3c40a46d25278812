import type { Chart } from 'cdk8s';
import { NamespaceWaypoint, PolicyTarget, WaypointLua } from 'cdk8s-waypoint';

/** No response of the namespace tells what made it. */
export function declare(chart: Chart): void {
  const waypoint = new NamespaceWaypoint(chart, 'waypoint');
  new WaypointLua(chart, 'no-powered-by', {
    targets: [PolicyTarget.waypoint(waypoint)],
    code: [
      'function envoy_on_response(handle)',
      '  handle:headers():remove("x-powered-by")',
      'end',
      '',
    ].join('\n'),
  });
}
