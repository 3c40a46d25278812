import type { Attachable, PlacedTarget } from '../../authorization/attachment';
import { targetsOf } from '../../authorization/attachment';
import { EXTENSIONS_GROUP, NETWORKING_GROUP, TELEMETRY_GROUP } from '../../istio/groups';
import { isMapping } from '../../mesh/fields';
import { SERVICE } from '../../mesh/kinds/core';
import { GATEWAY } from '../../mesh/kinds/gateway-api';
import { SERVICE_ENTRY } from '../../mesh/kinds/istio';
import { AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION } from '../../mesh/kinds/istio-security';
import type { TargetRef } from '../../mesh/kinds/istio-security';
import type { Kind } from '../../mesh/kinds/kind';
import type { Manifest } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { remember, rememberPair } from '../../mesh/remember';

export const TELEMETRY = policyKind(TELEMETRY_GROUP, 'Telemetry');
export const ENVOY_FILTER = policyKind(NETWORKING_GROUP, 'EnvoyFilter');
export const TRAFFIC_EXTENSION = policyKind(EXTENSIONS_GROUP, 'TrafficExtension');

/** Kinds that are attached by selector or targetRefs. */
export const POLICY_KINDS: readonly Kind[] = [
  AUTHORIZATION_POLICY,
  REQUEST_AUTHENTICATION,
  TELEMETRY,
  policyKind(EXTENSIONS_GROUP, 'WasmPlugin'),
  TRAFFIC_EXTENSION,
  ENVOY_FILTER,
];

function policyKind(group: string, kind: string): Kind {
  return { group, kind, namespaced: true, fields: {} };
}

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

/** Whether what attaches the policy has the types that it should: not all of these kinds are checked when they are read. */
export function isAttachable(policy: Manifest): policy is Manifest<Attachable> {
  const spec = isMapping(policy.body) ? policy.body.spec : undefined;
  if (!isMapping(spec)) return false;
  const { targetRefs, targetRef, selector } = spec;
  const areListed = Array.isArray(targetRefs) ? targetRefs.every(isMappingOrNothing) : isMappingOrNothing(targetRefs);
  return areListed && isMappingOrNothing(targetRef) && isMappingOrNothing(selector);
}

function isMappingOrNothing(value: unknown): boolean {
  return value === undefined || value === null || isMapping(value);
}
