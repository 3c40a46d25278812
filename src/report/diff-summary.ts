import { AccessKind } from '../diff/access-change';
import type { MeshDiff } from '../diff/mesh-diff';
import { summaryOf } from '../diff/summary';

const ACCESS: readonly (readonly [AccessKind, string])[] = [
  [AccessKind.GAINED, 'gained'], [AccessKind.UNGUARDED, 'no longer guarded'], [AccessKind.LOST, 'lost'], [AccessKind.MOVED, 'moved'],
  [AccessKind.GUARDED, 'guarded now'],
];

/** The difference in one line. */
export function summaryLine(diff: MeshDiff): string {
  const summary = summaryOf(diff);
  const access = ACCESS.filter(([kind]) => summary[kind] > 0).map(([kind, text]) => `${summary[kind]} ${text}`);
  const counts = [['binding', summary.bindings], ['route', summary.routes]] as const;
  const objects = [
    ...counts.map(([name, count]) => countText(count, name, `${name}s`)),
    countText(summary.policies, 'policy', 'policies'),
  ].flat();
  if (access.length + objects.length === 0) return 'no difference for traffic';
  return [`access: ${access.length > 0 ? access.join(', ') : 'no change'}`, ...objects.length > 0 ? [`changed: ${objects.join(', ')}`] : []].join(' · ');
}

function countText(count: number, one: string, many: string): string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
}
