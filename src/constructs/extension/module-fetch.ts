import type { Construct } from 'constructs';
import { noteOutgoing } from '../egress/locked-out';
import { waypointOf } from '../enrollment/consumers';
import type { RenderedTarget } from '../security/rendered-target';

/** Notes that the waypoints of an extension fetch its module: each from its own pods. */
export function noteFetch(extension: Construct, targets: readonly RenderedTarget[]): void {
  noteOutgoing({
    by: extension,
    need: 'whose module the waypoints there fetch',
    goesToKnownAddresses: true,
    namespaces: () => targets.flatMap(({ waypoint, object }) => {
      const used = waypoint ?? (object && waypointOf(extension, object._at(extension)));
      return used ? [used.waypointNamespace] : [];
    }),
  });
}
