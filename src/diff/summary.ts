import { AccessKind } from './access-change';
import type { MeshDiff } from './mesh-diff';

/** How much differs between two meshes: the number of entries of each kind. */
export type DiffSummary = Readonly<Record<AccessKind | 'bindings' | 'routes' | 'policies', number>>;

export function summaryOf({ access, bindings, routes, policies }: MeshDiff): DiffSummary {
  const count = (kind: AccessKind) => access.filter((change) => change.kind === kind).length;
  return {
    gained: count(AccessKind.GAINED),
    lost: count(AccessKind.LOST),
    unguarded: count(AccessKind.UNGUARDED),
    guarded: count(AccessKind.GUARDED),
    moved: count(AccessKind.MOVED),
    bindings: bindings.length,
    routes: routes.length,
    policies: policies.length,
  };
}
