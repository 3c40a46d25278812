import { GATEWAY_API_GROUP, groupOf, NETWORKING_GROUP, SECURITY_GROUP } from '../../../istio/groups';
import { POD_TEMPLATE_KINDS } from '../../enrollment/pod-template';
import type { Manifest } from '../manifest';
import { enrollmentLabels } from '../manifest';
import type { Stage } from '../stage';

/** A manifest, and what applies it. */
export interface Placed {
  /** Undefined for labels that the owner of an object puts on it, nobody knows when. */
  readonly stage?: Stage;
  readonly manifest: Manifest;
}

/** What of an output decides which requests are refused, by object: its waypoints, policies, and what uses waypoints. */
export type Output = Map<string, Placed>;

const POLICY_KINDS = ['AuthorizationPolicy', 'RequestAuthentication'];
const USER_KINDS: Record<string, readonly string[]> = {
  '': ['Namespace', 'Service', 'Pod'],
  'apps': POD_TEMPLATE_KINDS,
  'batch': POD_TEMPLATE_KINDS,
  [NETWORKING_GROUP]: ['ServiceEntry', 'WorkloadEntry'],
};

/** Which object a manifest is of. */
export function keyOf(manifest: Manifest): string {
  const { kind, metadata } = manifest;
  return objectKey(groupOf(manifest), kind, metadata.namespace ?? '', metadata.name);
}

/** An object as `keyOf` names it. */
export function objectKey(group: string, kind: string, namespace: string, name: string): string {
  return `${group}/${kind} ${namespace}/${name}`;
}

/** Whether a manifest is a policy that refuses requests. */
export function isPolicy(manifest: Manifest): boolean {
  return groupOf(manifest) === SECURITY_GROUP && POLICY_KINDS.includes(manifest.kind);
}

/** Whether a manifest is a Gateway, and so perhaps a waypoint. */
export function isGateway(manifest: Manifest): boolean {
  return groupOf(manifest) === GATEWAY_API_GROUP && manifest.kind === 'Gateway';
}

/** Whether a manifest is of an object that can use a waypoint. */
export function isUser(manifest: Manifest): boolean {
  return USER_KINDS[groupOf(manifest)]?.includes(manifest.kind) ?? false;
}

/** As much of a manifest as decides which requests are refused; undefined if it decides nothing. */
export function decisivePart(manifest: Manifest): Manifest | undefined {
  if (isPolicy(manifest) || isGateway(manifest)) return manifest;
  if (!isUser(manifest)) return undefined;
  const { apiVersion, kind, metadata: { name, namespace } } = manifest;
  return { apiVersion, kind, metadata: { name, namespace, labels: enrollmentLabels(manifest)[0] } };
}
