import { evidenceLine } from './at-place';
import type { Style } from './style';
import { printable } from './style';
import type { MeshObjects } from '../mesh/mesh-objects';
import { backendSettings } from '../routing/traffic-policy';
import type { WaypointHop } from '../traffic/waypoint-hop';

/** Which DestinationRules say how a waypoint connects to its backends, for each backend that has some. */
export function settingsLines(mesh: MeshObjects, { routing, l4Routing, dialled: { waypoint } }: WaypointHop, style: Style): string[] {
  return ((routing ?? l4Routing)?.backends ?? []).flatMap(({ cluster: { host }, cluster }) => {
    const { applied = [], ignored = [] } = backendSettings(mesh, waypoint, cluster) ?? {};
    if (applied.length + ignored.length === 0) return [];
    const texts = [...applied.map(({ name }) => name), ...ignored.map(({ name }) => `${name} (which waypoints ignore)`)];
    const evidence = [...applied, ...ignored].map(({ rule, path }) => evidenceLine({ manifest: rule, path }, style));
    return [printable(`  connects to ${host} with ${texts.join(', ')}`), ...evidence];
  });
}
