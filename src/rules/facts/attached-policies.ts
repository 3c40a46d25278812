import type { Attachable, PlacedTarget } from '../../authorization/attachment';
import { isAttachable, targetsOf } from '../../authorization/attachment';
import { ENVOY_FILTER, TELEMETRY, TRAFFIC_EXTENSION, WASM_PLUGIN } from '../../authorization/extension-kinds';
import { SERVICE } from '../../mesh/kinds/core';
import { GATEWAY } from '../../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../../mesh/kinds/istio';
import { AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION } from '../../mesh/kinds/istio-security';
import type { TargetRef } from '../../mesh/kinds/istio-security';
import type { Kind } from '../../mesh/kinds/kind';
import type { Manifest } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember, rememberPair } from '../../mesh/remember';

/** Kinds that are attached by selector or targetRefs. */
export const POLICY_KINDS: readonly Kind[] = [
  AUTHORIZATION_POLICY,
  REQUEST_AUTHENTICATION,
  TELEMETRY,
  WASM_PLUGIN,
  TRAFFIC_EXTENSION,
  ENVOY_FILTER,
];

/** A reference of a policy. */
export interface PolicyTarget extends PlacedTarget {
  readonly policy: Manifest<Attachable>;
  /** What has the kind and the name, in the namespace of the policy: a Service, ServiceEntry or Gateway. */
  readonly object: Manifest | undefined;
}

/** What a policy targets, as text: kind, namespace and name. */
export function targetKey({ policy, target }: PolicyTarget): string {
  return `${target.kind}/${policy.namespace}/${target.name}`;
}

/** All references of all policies. */
export const policyTargets = remember((mesh: MeshObjects): readonly PolicyTarget[] =>
  POLICY_KINDS.flatMap((kind) => targetsOfKind(mesh, kind)));

/** All references of the policies of one kind. */
export const targetsOfKind = rememberPair((mesh: MeshObjects, kind: Kind): readonly PolicyTarget[] => {
  const targets: PolicyTarget[] = [];
  for (const policy of mesh.all(kind)) {
    if (!isAttachable(policy)) continue;
    for (const { target, path } of targetsOf(policy.body)) targets.push({ target, path, policy, object: targeted(mesh, policy, target) });
  }
  return targets;
});

const TARGETED = new Map<string | undefined, Kind>([SERVICE, SERVICE_ENTRY, GATEWAY].map((kind) => [kind.kind, kind]));

function targeted(mesh: MeshObjects, { namespace }: Manifest, { kind, name = '' }: TargetRef): Manifest | undefined {
  const known = TARGETED.get(kind);
  return known && mesh.find(known, namespace, name);
}
