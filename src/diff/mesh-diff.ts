import { accessChanges } from './access';
import type { AccessChange, AskingLimit } from './access-change';
import { AccessKind } from './access-change';
import type { BindingChange } from './binding-changes';
import { bindingChanges } from './binding-changes';
import type { ChangedObject } from './changed-objects';
import { changedObjects } from './changed-objects';
import { clientGroups } from './clients';
import { isSame } from './compare-values';
import type { ObjectChange } from './object-changes';
import { objectChanges, POLICY_KINDS, ROUTE_KINDS } from './object-changes';
import type { Scope } from './scope';
import { EVERYTHING, scopeOf } from './scope';
import { targetsOf } from './target';
import { compareBindings } from '../binding/binding';
import type { MeshObjects } from '../mesh/mesh-objects';
import { compareRefs, compareText, refKey } from '../mesh/object-ref';

/** What differs between two meshes, for traffic. All lists are sorted by namespace, kind and name. */
export interface MeshDiff {
  readonly access: readonly AccessChange[];
  readonly bindings: readonly BindingChange[];
  readonly routes: readonly ObjectChange[];
  readonly policies: readonly ObjectChange[];
  /** Where not all was asked; by namespace, kind and name. */
  readonly limits: readonly AskingLimit[];
}

/** Compares two meshes: only what the changes can have an effect on is asked. */
export function diffMeshes(before: MeshObjects, after: MeshObjects): MeshDiff {
  const changes = changedObjects(before, after);
  return diffWithin(before, after, changes, hasSameSettings(before, after) ? scopeOf([before, after], changes) : EVERYTHING);
}

/** Compares two meshes as far as a scope goes. */
export function diffWithin(before: MeshObjects, after: MeshObjects, changes: readonly ChangedObject[], scope: Scope): MeshDiff {
  const changed = new Set(changes.map((change) => refKey((change.after ?? change.before)!)));
  const clients = clientGroups(before, after);
  const changedClients = clients.filter(({ isChanged }) => isChanged);
  const comparison = {
    before,
    after,
    clients,
    changedClients,
    isChanged: (manifest: Parameters<typeof refKey>[0]) => changed.has(refKey(manifest)),
  };
  const answers = targetsOf(before, after, scope, changedClients.length > 0).map((target) => accessChanges(comparison, target));
  return {
    access: answers.flatMap(({ changes: found }) => found).sort(compareAccess),
    bindings: bindingChanges(before, after, scope).sort(compareBindings),
    routes: objectChanges(before, after, changes, ROUTE_KINDS, scope).sort(compareObjects),
    policies: objectChanges(before, after, changes, POLICY_KINDS, scope).sort(compareObjects),
    limits: answers.flatMap(({ limits }) => limits).sort((a, b) => compareRefs(a.manifest, b.manifest) || a.port - b.port),
  };
}

function hasSameSettings(...[before, after]: readonly MeshObjects[]): boolean {
  return isSame(settingsOf(before), settingsOf(after));
}

const SETTINGS = [
  'istioVersion', 'clusterDomain', 'gatewayStatus', 'foreignGatewaysReady', 'layeredPolicies', 'revisions', 'config', 'isComplete', 'assumed',
] as const;

function settingsOf(mesh: MeshObjects): unknown {
  return SETTINGS.map((name) => mesh[name]);
}

const KINDS = Object.values(AccessKind);

function compareAccess(a: AccessChange, b: AccessChange): number {
  return compareRefs(a.manifest, b.manifest) || compareText(a.host ?? '', b.host ?? '') || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)
    || portOf(a) - portOf(b) || compareText(a.clients.join(), b.clients.join()) || compareText(answersOf(a), answersOf(b));
}

function portOf(change: AccessChange): number {
  return 'port' in change ? change.port : 0;
}

/** Of changes that differ in nothing else but their requests. */
function answersOf(change: AccessChange): string {
  return 'requests' in change ? JSON.stringify([change.requests.protocol, change.requests.boxes]) : '';
}

function compareObjects(a: ObjectChange, b: ObjectChange): number {
  return compareRefs((a.after ?? a.before)!, (b.after ?? b.before)!);
}
