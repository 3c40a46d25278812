import type { WayChange } from './access-change';
import { AccessKind } from './access-change';
import type { Way } from './ask';
import { wayOf } from './ask';
import type { ClientGroup } from './clients';
import type { Comparison, GuardedTarget } from './comparison';
import { enforcedBy } from './guards';
import { portsOf } from './target';
import type { Manifest } from '../mesh/manifest';
import { refKey } from '../mesh/object-ref';
import { traverses } from '../traffic/coverage';
import { ClientOutcome } from '../traffic/first-hop';

/** Whether clients get on another way than before, as far as waypoints go; none if what they dial is new, or gone. */
export function wayChange({ before, after }: Comparison, target: GuardedTarget, group: ClientGroup): WayChange[] {
  const { before: first, after: second, guards, manifest, host } = target;
  if (!first || !second) return [];
  const ways = { before: wayOf(before, group.before, first, portOf(target)), after: wayOf(after, group.after, second, portOf(target)) };
  const kind = kindOf(ways.before, ways.after);
  if (!kind) return [];
  const had = traverses(ways.before) ? enforcedBy(before, guards.before) : [];
  const has = traverses(ways.after) ? enforcedBy(after, guards.after) : [];
  return [{
    kind,
    manifest,
    host,
    clients: group.names,
    isCertain: isKnown(ways.before) && isKnown(ways.after),
    ...ways,
    policiesLost: without(had, has),
    policiesGained: without(has, had),
  }];
}

/** The way does not depend on the port. */
function portOf({ before, after }: GuardedTarget): number {
  return portsOf((before ?? after)!).at(0)?.number ?? 0;
}

function kindOf(before: Way, after: Way): WayChange['kind'] | undefined {
  if (traverses(before) !== traverses(after)) return traverses(before) ? AccessKind.UNGUARDED : AccessKind.GUARDED;
  const areReached = [before, after].every(({ outcome }) => outcome === ClientOutcome.TO_WAYPOINT);
  return areReached && textOf(before) !== textOf(after) ? AccessKind.MOVED : undefined;
}

function isKnown({ outcome }: Way): boolean {
  return outcome !== ClientOutcome.UNKNOWN;
}

function textOf({ waypoints }: Way): string {
  return waypoints.map(({ waypoint: { namespace, name }, share }) => `${namespace}/${name} ${share}`).join();
}

function without(manifests: readonly Manifest[], others: readonly Manifest[]): Manifest[] {
  const keys = new Set(others.map(refKey));
  return manifests.filter((manifest) => !keys.has(refKey(manifest)));
}
