import type { Chart } from 'cdk8s';
import { AllowedNamespaces, IstioWaypoint } from 'cdk8s-waypoint';

/** A waypoint that a platform team runs; the teams that use it label their own objects. */
export function declare(chart: Chart): void {
  new IstioWaypoint(chart, 'waypoint', {
    waypointName: 'shared',
    allowedNamespaces: AllowedNamespaces.labelled({ 'example.com/mesh': 'shared' }),
  });
}
