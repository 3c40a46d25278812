import type { WaypointHop } from './waypoint-hop';
import type { WaypointStop } from './waypoint-stop';
import { codeAt, patchesAt, tlsPoliciesOf } from '../authorization/extensions';
import { waypointText } from '../binding/status-text';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refText } from '../mesh/object-ref';

/** What acts on a request at a waypoint that no manifest tells the effect of: the verdict holds if it lets the request be. */
export function extensionNotes(mesh: MeshObjects, { hop, ways }: WaypointStop): string[] {
  if (!hop) return [];
  const backends = ways.flatMap((way) => way.backends.flatMap(({ service }) => service ?? []));
  return [
    ...actingNotes(mesh, hop),
    ...backends.flatMap(({ host, owner }) => tlsPoliciesOf(mesh, owner)
      .map((policy) => `the waypoint speaks TLS to ${host}, as ${refText(policy)} says: whether the backend takes it is not told`)),
  ];
}

function actingNotes(mesh: MeshObjects, { dialled: { waypoint, service } }: WaypointHop): string[] {
  const guarded = { waypoint, ...service && { service: service.owner } };
  const at = `the waypoint ${waypointText(waypoint)}`;
  return [
    ...codeAt(mesh, guarded).map((policy) => `${refText(policy)} acts at ${at}: what its code does with the request is not told`),
    ...patchesAt(mesh, guarded).map((policy) => `${refText(policy)} changes the configuration of ${at}: what becomes of the request by that is not told`),
  ];
}
