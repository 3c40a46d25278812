import { isAbsent } from './absence';
import type { Claim, WaypointName } from '../../binding/claim';
import { claimOfNamespace, ownClaimOf } from '../../binding/claim';
import { waypointText } from '../../binding/status-text';
import { NAMESPACE } from '../../mesh/kinds/core';
import { GATEWAY } from '../../mesh/kinds/gateway-api';
import type { Manifest } from '../../mesh/manifest';
import type { MeshObjects } from '../../mesh/mesh-objects';
import { refIn } from '../../mesh/object-ref';
import { remember } from '../../mesh/remember';
import { subjectsOf } from '../../registry/subject';
import type { Subject } from '../../registry/subject';

/** A `use-waypoint` label, and the object that it is on. */
export interface PlacedClaim extends Claim {
  readonly owner: Manifest;
  /** What it enrolls; absent for the label of a Namespace. */
  readonly subject?: Subject;
}

/** A label that names a waypoint. */
export interface NamedClaim extends PlacedClaim {
  readonly waypoint: WaypointName;
}

/** All `use-waypoint` labels of a mesh, each once. */
export const claimsOf = remember((mesh: MeshObjects): readonly PlacedClaim[] => [
  ...mesh.all(NAMESPACE).flatMap((owner) => {
    const claim = claimOfNamespace(owner);
    return claim ? [placed(claim, owner)] : [];
  }),
  ...subjectsOf(mesh).flatMap((subject) => {
    const claim = ownClaimOf(subject);
    return claim ? [placed(claim, subject.manifest, subject)] : [];
  }),
]);

function placed({ waypoint, evidence, isInherited }: Claim, owner: Manifest, subject?: Subject): PlacedClaim {
  return { waypoint, evidence, isInherited, owner, subject };
}

/** The labels whose value can be the name of a waypoint. */
export const namedClaims = remember((mesh: MeshObjects): readonly NamedClaim[] => claimsOf(mesh).filter((claim): claim is NamedClaim =>
  claim.waypoint !== null && isWaypointName(claim.waypoint.name) && isNamespaceName(claim.waypoint.namespace)));

/** Whether a Gateway can have that name, as its Service has it too. */
export function isWaypointName(name: string): boolean {
  return /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name);
}

/** Whether a Namespace can have that name. */
export function isNamespaceName(name: string): boolean {
  return /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name);
}

const named = remember((mesh: MeshObjects) => new Set(namedClaims(mesh).map(({ waypoint }) => waypointText(waypoint))));

/** Whether a label in the input names the waypoint. */
export function isNamed(mesh: MeshObjects, waypoint: WaypointName): boolean {
  return named(mesh).has(waypointText(waypoint));
}

/** Whether a Gateway is not there, and no label names it: that a waypoint is not there is said of the label. */
export function isMissingGateway(mesh: MeshObjects, namespace: string, name: string): boolean {
  return !isNamed(mesh, { namespace, name }) && isAbsent(mesh, refIn(GATEWAY, namespace, name)) === true;
}
