import type { IConstruct } from 'constructs';
import { isInTree } from '../located-object';
import type { IstioWaypoint } from '../waypoint/istio-waypoint';

/** The egress waypoints of each app. */
const registered = new WeakMap<IConstruct, Set<IstioWaypoint>>();

/** Refuses, once the whole tree is known, to close the way out for the pods of another egress waypoint. */
export function refuseLockedOut(waypoint: IstioWaypoint, locked: readonly string[]): void {
  const { root } = waypoint.node;
  const all = registered.get(root) ?? new Set();
  registered.set(root, all.add(waypoint));
  if (locked.length === 0) return;
  waypoint.node.addValidation({
    validate: () => [...all].filter((other) => other !== waypoint && isInTree(other) && locked.includes(other.waypointNamespace))
      .map((other) => `locks namespace "${other.waypointNamespace}" down, and with it the pods of egress waypoint "${other.node.path}", which have to get out: `
        + 'take the namespace out of "lockdown.namespaces", or give that waypoint a namespace of its own'),
  });
}
