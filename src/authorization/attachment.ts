import type { WaypointName } from '../binding/claim';
import { WAYPOINT_CLASS } from '../istio/classes';
import { GATEWAY_API_GROUP } from '../istio/groups';
import { isMapping } from '../mesh/fields';
import type { StringMap } from '../mesh/fields';
import type { HostOwner } from '../mesh/host-index';
import type { TargetRef } from '../mesh/kinds/istio-security';
import { hasLabels } from '../mesh/label-selector';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { FieldPath } from '../mesh/positions';

/** What the policies of a waypoint protect. */
export interface Guarded {
  readonly waypoint: WaypointName;
  /** What the client addresses; absent where it addresses a pod. */
  readonly service?: HostOwner;
  /**
   * Of an ingress gateway that serves as waypoint: the labels of its pods. Policies then name the Gateway or select the pods, and what they
   * say of services does not count. Absent: it is a waypoint of Istio's.
   */
  readonly proxyLabels?: StringMap;
}

/** The fields by which policies of all kinds are attached. */
export interface Attachable {
  readonly spec?: {
    readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly targetRef?: TargetRef;
    readonly targetRefs?: readonly TargetRef[];
  };
}

/** A reference of a policy, and the way to it. */
export interface PlacedTarget {
  readonly target: TargetRef;
  readonly path: FieldPath;
}

/**
 * What a policy is attached to by name.
 * @see istio pilot/pkg/model/policyattachment.go GetTargetRefs
 */
export function targetsOf({ spec }: Attachable): PlacedTarget[] {
  if (spec?.targetRefs?.length) return spec.targetRefs.map((target, index) => ({ target, path: ['spec', 'targetRefs', index] }));
  return spec?.targetRef ? [{ target: spec.targetRef, path: ['spec', 'targetRef'] }] : [];
}

/** The same without the ways to them. */
export function targetRefsOf({ spec }: Attachable): readonly TargetRef[] {
  if (spec?.targetRefs?.length) return spec.targetRefs;
  return spec?.targetRef ? [spec.targetRef] : [];
}

/**
 * Finds the reference by which a policy applies at a waypoint; undefined: none does. Waypoints of Istio don't look at selectors.
 * @see istio pilot/pkg/model/policyattachment.go ShouldAttachPolicy
 */
export function attachmentOf(mesh: MeshObjects, policy: Manifest<Attachable>, guarded: Guarded): PlacedTarget | undefined {
  return targetsOf(policy.body).find(({ target }) =>
    namesService(target, policy, guarded) || namesClass(mesh, target, policy, guarded) || namesGateway(mesh, target, policy, guarded));
}

/**
 * Whether a policy applies at a waypoint.
 * @see istio pilot/pkg/model/policyattachment.go ShouldAttachPolicy
 */
export function isAttached(mesh: MeshObjects, policy: Manifest<Attachable>, guarded: Guarded): boolean {
  const { proxyLabels } = guarded;
  if (!proxyLabels || targetRefsOf(policy.body).length > 0) return attachmentOf(mesh, policy, guarded) !== undefined;
  return hasLabels(proxyLabels, policy.body.spec?.selector?.matchLabels ?? {});
}

/** Namespaces in which policies for a waypoint are looked for. */
export function policyNamespaces(mesh: MeshObjects, { waypoint, service, proxyLabels }: Guarded): string[] {
  return [...new Set([mesh.config.rootNamespace, waypoint.namespace, ...service && !proxyLabels ? [service.namespace] : []])];
}

function namesService(target: TargetRef, policy: Manifest, { service, proxyLabels }: Guarded): boolean {
  return service !== undefined && !proxyLabels && target.kind === service.kind && canonical(target.group) === service.group
    && target.name === service.name && policy.namespace === service.namespace;
}

function namesClass(mesh: MeshObjects, target: TargetRef, policy: Manifest, { proxyLabels }: Guarded): boolean {
  return !proxyLabels && target.kind === 'GatewayClass' && target.group === GATEWAY_API_GROUP && target.name === WAYPOINT_CLASS
    && policy.namespace === mesh.config.rootNamespace && mesh.supports('classPolicies');
}

/** Whether a reference names the Gateway of a waypoint, from where it may. */
export function namesGateway(mesh: MeshObjects, target: TargetRef, policy: Manifest, { waypoint }: Guarded): boolean {
  if (target.kind !== 'Gateway' || target.group !== GATEWAY_API_GROUP || target.name !== waypoint.name) return false;
  if (!mesh.supports('gatewayPoliciesAtHome')) return true;
  return policy.namespace === waypoint.namespace && (!target.namespace || target.namespace === waypoint.namespace);
}

/** The core group has a second name. */
function canonical(group: string | undefined): string | undefined {
  return group === 'core' || group === undefined ? '' : group;
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
