import { NO_WAYPOINT, USE_WAYPOINT, USE_WAYPOINT_NAMESPACE } from '../istio/labels';
import { findLabel, labelsOf } from '../mesh/evidence';
import type { Evidence, LabelSource } from '../mesh/evidence';
import type { Manifest } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import { remember } from '../mesh/remember';
import type { Subject } from '../registry/subject';

/** The name of a waypoint, which need not exist. */
export interface WaypointName {
  readonly namespace: string;
  readonly name: string;
}

/** What a label says about the waypoint of a subject. */
export interface Claim {
  /** The waypoint that is named; null: none at all is wanted. */
  readonly waypoint: WaypointName | null;
  /** The label. */
  readonly evidence: Evidence;
  /** Whether it is the label of the subject's Namespace. */
  readonly isInherited: boolean;
}

/**
 * Finds the label that names the waypoint of a subject: its own, else that of its Namespace. There is no fallback from one to the
 * other: once the subject has the label, whatever its value, the Namespace is not asked.
 * @see istio pilot/pkg/serviceregistry/ambient/waypoints.go fetchWaypointForTarget
 */
export function claimOf(mesh: MeshObjects, subject: Subject): Claim | undefined {
  if (subject.isImplicit) return undefined;
  const own = ownClaimOf(subject);
  if (own) return own;
  const { manifest } = mesh.namespace(subject.manifest.namespace);
  return manifest && claimOfNamespace(manifest);
}

/** What the label of a subject itself says. */
export function ownClaimOf({ isImplicit, labels, manifest }: Subject): Claim | undefined {
  return isImplicit ? undefined : readClaim(labels, manifest.namespace, false);
}

/** What the label of a Namespace says for all that is in it. */
export const claimOfNamespace = remember((manifest: Manifest): Claim | undefined => readClaim(labelsOf(manifest), manifest.name, true));

/** @see istio pilot/pkg/serviceregistry/ambient/waypoints.go GetUseWaypoint */
function readClaim(sources: readonly LabelSource[], namespace: string, isInherited: boolean): Claim | undefined {
  const evidence = findLabel(sources, USE_WAYPOINT);
  if (!evidence) return undefined;
  if (evidence.value === NO_WAYPOINT) return { waypoint: null, evidence, isInherited };
  const elsewhere = findLabel(sources, USE_WAYPOINT_NAMESPACE);
  return { waypoint: { namespace: elsewhere?.value ?? namespace, name: evidence.value }, evidence, isInherited };
}
