import type { AccessChange, AskingLimit, VerdictChange, WayChange } from './access-change';
import type { Way } from './ask';
import { callerKey } from './caller-key';
import type { ClientGroup } from './clients';
import type { Comparison, GuardedTarget } from './comparison';
import type { Guards } from './guards';
import { guardsOf } from './guards';
import { namedClients } from './named-clients';
import type { Target } from './target';
import { verdictChanges } from './verdict-changes';
import { wayChange } from './way-change';
import { groupBy } from '../mesh/group-by';
import { compareText } from '../mesh/object-ref';

const NO_GUARDS: Guards = { waypoints: [], atWaypoints: [], authentications: [], atZtunnel: [] };

/** What changed for the clients of one target, and what was not asked of it. */
export interface AccessAnswers {
  readonly changes: readonly AccessChange[];
  readonly limits: readonly AskingLimit[];
}

/** What changed for the clients of one target. Of those that are treated alike one is asked. */
export function accessChanges(comparison: Comparison, target: Target): AccessAnswers {
  const { before, after, clients, changedClients } = comparison;
  const concerned = target.isInScope ? clients : changedClients;
  if (concerned.length === 0) return { changes: [], limits: [] };
  const guards = {
    before: target.before ? guardsOf(before, target.before) : NO_GUARDS,
    after: target.after ? guardsOf(after, target.after) : NO_GUARDS,
  };
  const guarded = { ...target, guards };
  const named = target.isInScope ? namedClients(before, after, policiesOf(guards), clients) : [];
  const alike = mergeAlike(comparison, guards, [...concerned, ...named]);
  const ways = alike.flatMap((group) => wayChange(comparison, guarded, group));
  const { changes, limits } = verdictChanges(comparison, guarded, alike);
  return { changes: [...mergeWays(ways), ...mergeVerdicts(changes)], limits };
}

function policiesOf({ before, after }: GuardedTarget['guards']) {
  return [before, after].flatMap(({ atWaypoints, atZtunnel }) => [...atWaypoints, ...atZtunnel]);
}

/** Clients that the policies of a target treat alike make one group. */
function mergeAlike({ before, after }: Comparison, guards: GuardedTarget['guards'], clients: readonly ClientGroup[]): ClientGroup[] {
  const merged = groupBy(clients, (group) => [[
    callerKey(before, [...guards.before.atWaypoints, ...guards.before.atZtunnel], group.before),
    callerKey(after, [...guards.after.atWaypoints, ...guards.after.atZtunnel], group.after),
  ].join('\n\n')]);
  return [...merged.values()].map((groups) => ({ ...groups[0], names: groups.flatMap(({ names }) => names).sort(compareText) }));
}

function mergeWays(changes: readonly WayChange[]): WayChange[] {
  const sideOf = ({ outcome, waypoints }: Way) =>
    [outcome, ...waypoints.map(({ waypoint: { namespace, name }, share }) => [namespace, name, share])];
  return mergeClients(changes, ({ kind, isCertain, before, after }) => JSON.stringify([kind, isCertain, sideOf(before), sideOf(after)]));
}

function mergeVerdicts(changes: readonly VerdictChange[]): VerdictChange[] {
  return mergeClients(changes, ({ kind, isCertain, port, requests: { protocol, boxes }, before, after }) =>
    JSON.stringify([kind, isCertain, port, protocol, boxes, before?.verdict, after?.verdict]));
}

/** Changes that are the same but for their clients are one. */
function mergeClients<C extends AccessChange>(changes: readonly C[], keyOf: (change: C) => string): C[] {
  const merged = new Map<string, C>();
  for (const change of changes) {
    const key = keyOf(change);
    const same = merged.get(key);
    merged.set(key, same ? { ...same, clients: [...same.clients, ...change.clients].sort(compareText) } : change);
  }
  return [...merged.values()];
}
