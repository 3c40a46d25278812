import type { Change, ChangedObject } from './changed-objects';
import type { FieldChange } from './compare-values';
import { fieldChanges, isSame } from './compare-values';
import type { Scope } from './scope';
import { AUTHORIZATION_POLICY, PEER_AUTHENTICATION, REQUEST_AUTHENTICATION } from '../mesh/kinds/istio-security';
import { DESTINATION_RULE, VIRTUAL_SERVICE } from '../mesh/kinds/istio-traffic';
import type { Kind } from '../mesh/kinds/kind';
import { GRPC_ROUTE, HTTP_ROUTE, REFERENCE_GRANT, TCP_ROUTE, TLS_ROUTE } from '../mesh/kinds/routes';
import type { Manifest } from '../mesh/manifest';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { refKey } from '../mesh/object-ref';
import type { Effect } from '../status/effect';
import { effectOf } from '../status/effect';

/** A policy or route that differs, or whose effect does. */
export interface ObjectChange {
  /** `effect`: the object is the same, and what becomes of it is not. */
  readonly change: Change | 'effect';
  readonly before?: Manifest;
  readonly after?: Manifest;
  /** Fields of the object that differ; none if it is new, or gone. */
  readonly fields: readonly FieldChange[];
  /** Where it is enforced or applied; null: it is not there, or that is not told of its kind. */
  readonly effectBefore: Effect | null;
  readonly effectAfter: Effect | null;
}

export const ROUTE_KINDS: readonly Kind[] = [
  HTTP_ROUTE, GRPC_ROUTE, TCP_ROUTE, TLS_ROUTE, REFERENCE_GRANT, VIRTUAL_SERVICE, DESTINATION_RULE,
];
export const POLICY_KINDS: readonly Kind[] = [AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION, PEER_AUTHENTICATION];

/** The objects of some kinds that differ, or that have another effect. */
export function objectChanges(
  before: MeshObjects, after: MeshObjects, changes: readonly ChangedObject[], kinds: readonly Kind[], scope: Scope,
): ObjectChange[] {
  const isMeant = (manifest: Manifest | undefined) => manifest !== undefined && kinds.some((kind) => isOf(kind, manifest));
  const own = changes.filter((change) => isMeant(change.before ?? change.after)).map((change) => withEffects(before, after, change));
  const known = new Set(changes.flatMap((change) => [change.before, change.after]).map((manifest) => manifest && refKey(manifest)));
  const others = kinds.flatMap((kind) => [...before.all(kind)])
    .filter((manifest) => !known.has(refKey(manifest)) && scope.hasNamespace(manifest.namespace))
    .map((manifest) => withEffects(before, after, { change: 'changed', before: manifest, after: after.findRef(manifest)! }))
    .filter(({ effectBefore, effectAfter }) => !isSame(effectBefore, effectAfter))
    .map((change): ObjectChange => ({ ...change, change: 'effect' }));
  return [...own.filter(isSeen), ...others];
}

function withEffects(meshBefore: MeshObjects, meshAfter: MeshObjects, { change, before, after }: ChangedObject): ObjectChange {
  return {
    change,
    ...(before && { before }),
    ...(after && { after }),
    fields: before && after ? fieldChanges(toCompare(before), toCompare(after)) : [],
    effectBefore: before ? effectOf(meshBefore, before) : null,
    effectAfter: after ? effectOf(meshAfter, after) : null,
  };
}

/** What a user writes, and traffic depends on. */
function toCompare({ body, labels, annotations }: Manifest) {
  const { spec } = body as { readonly spec?: unknown };
  return { metadata: { annotations, labels }, spec };
}

/** What the API server keeps for itself is no change. */
function isSeen({ change, fields }: ObjectChange): boolean {
  return change !== 'changed' || fields.length > 0;
}
