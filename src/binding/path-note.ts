import { isHeadless } from './bind';
import type { Bound } from './binding';
import { Reach } from './waypoint';

/** Why the waypoint of a subject that is bound does not see its traffic, in a sentence; undefined: it does. */
export function pathNote({ subject, waypoint }: Bound): string | undefined {
  if (isHeadless(subject)) return 'headless: clients dial the pods, so the waypoint sees none of it';
  if (waypoint.reach === Reach.UNUSABLE) return 'the waypoint has no address that Istio can use: traffic goes direct';
  return waypoint.reach === Reach.REFUSED ? 'the waypoint does not listen on port 15008: connections are refused' : undefined;
}
