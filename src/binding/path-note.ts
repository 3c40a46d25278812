import { isHeadless, isOnNode } from './bind';
import type { Bound } from './binding';
import type { Waypoint } from './waypoint';
import { Reach } from './waypoint';

/** Why the waypoint of a subject that is bound does not see its traffic, in a sentence; undefined: it does. */
export function pathNote({ subject, waypoint }: Bound): string | undefined {
  if (isHeadless(subject)) return 'headless: clients dial the pods, so the waypoint sees none of it';
  if (isOnNode(subject)) return 'on the network of its node: ztunnel does not know the pod by its address, so the waypoint sees none of it';
  const fault = reachNote(waypoint);
  return fault && `the waypoint ${fault}`;
}

/** What is wrong with the addresses of a waypoint, as the rest of a sentence about it; undefined: nothing. */
export function reachNote({ reach }: Waypoint): string | undefined {
  return REACH_NOTES[reach];
}

const REACH_NOTES: Readonly<Record<Reach, string | undefined>> = {
  [Reach.OPEN]: undefined,
  [Reach.REFUSED]: 'does not listen on port 15008: connections are refused',
  [Reach.LOST]: 'has an address that is none of the mesh, as that of a load balancer: connections are refused',
  [Reach.UNUSABLE]: 'has no address that Istio can use: traffic goes direct',
};
