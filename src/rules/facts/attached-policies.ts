import type { Attachable, PlacedTarget } from '../../authorization/attachment';
import { targetsOf } from '../../authorization/attachment';
import { EXTENSIONS_GROUP, NETWORKING_GROUP, SECURITY_GROUP, TELEMETRY_GROUP } from '../../istio/groups';
import { isMapping } from '../../mesh/fields';
import type { Manifest } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember } from '../../mesh/remember';

/** Kinds that are attached by selector or targetRefs. */
export const POLICY_KINDS = [
  { group: SECURITY_GROUP, kind: 'AuthorizationPolicy' },
  { group: SECURITY_GROUP, kind: 'RequestAuthentication' },
  { group: TELEMETRY_GROUP, kind: 'Telemetry' },
  { group: EXTENSIONS_GROUP, kind: 'WasmPlugin' },
  { group: EXTENSIONS_GROUP, kind: 'TrafficExtension' },
  { group: NETWORKING_GROUP, kind: 'EnvoyFilter' },
].map((kind) => ({ ...kind, namespaced: true, fields: {} }));

/** A reference of a policy. */
export interface PolicyTarget extends PlacedTarget {
  readonly policy: Manifest<Attachable>;
}

/** All references of all policies. */
export const policyTargets = remember((mesh: MeshObjects): readonly PolicyTarget[] =>
  POLICY_KINDS.flatMap((kind) => [...mesh.all(kind)]).filter(isAttachable)
    .flatMap((policy) => targetsOf(policy.body).map((target) => ({ ...target, policy }))));

/** Whether what attaches the policy has the types that it should: not all of these kinds are checked when they are read. */
export function isAttachable(policy: Manifest): policy is Manifest<Attachable> {
  const spec = isMapping(policy.body) ? policy.body.spec : undefined;
  if (!isMapping(spec)) return false;
  const { targetRefs, targetRef, selector } = spec;
  const listed = Array.isArray(targetRefs) ? targetRefs : [targetRefs];
  return [...listed, targetRef, selector].every((value) => isMapping(value ?? {}));
}
