import type { Chart } from 'cdk8s';
import { ClassDefaults, NamespaceWaypoint, Scaling } from 'cdk8s-waypoint';

/** Every waypoint of the mesh has two to five pods, one of which always stays, over several zones. */
export function declare(chart: Chart): void {
  new ClassDefaults(chart, 'defaults', {
    scaling: Scaling.between(2, 5),
    disruption: { minAvailable: 1 },
    topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' }],
  });
  new NamespaceWaypoint(chart, 'waypoint');
}
