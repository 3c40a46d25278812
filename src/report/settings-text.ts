import { atPlace } from './at-place';
import type { Style } from './style';
import { printable } from './style';
import { placeIn } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';
import { backendSettings } from '../routing/traffic-policy';
import type { WaypointHop } from '../traffic/waypoint-hop';

/** Which DestinationRules say how a waypoint connects to its backends, a line for each backend that has some. */
export function settingsLines(mesh: MeshObjects, { routing, l4Routing, dialled: { waypoint } }: WaypointHop, style: Style): string[] {
  return ((routing ?? l4Routing)?.backends ?? []).flatMap(({ cluster }) => {
    const settings = backendSettings(mesh, waypoint, cluster);
    if (!settings || settings.applied.length + settings.ignored.length === 0) return [];
    const { rules: [rule], applied, ignored } = settings;
    const texts = [...applied, ...ignored.map((name) => `${name} (which waypoints ignore)`)];
    return [`${printable(`  connects to ${cluster.host} with ${texts.join(', ')} of ${refText(rule)}`)}${atPlace(placeIn(rule), style)}`];
  });
}
