import { admits } from './allowed-routes';
import type { Claim, WaypointName } from './claim';
import { STATUS_TEXT, waypointText } from './status-text';
import type { Waypoint } from './waypoint';
import { findWaypoint, takes } from './waypoint';
import {
  NO_WAYPOINT, USE_WAYPOINT_CANARY, USE_WAYPOINT_CANARY_NAMESPACE, USE_WAYPOINT_CANARY_WEIGHT,
} from '../istio/labels';
import { annotationsOf, findLabel, labelsOf } from '../mesh/evidence';
import type { Evidence } from '../mesh/evidence';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { Subject } from '../registry/subject';

/** A second waypoint for a share of the connections. While it can't be used the primary takes all. */
export type Canary = CanaryClaim & (
  | { readonly reason: 'WaypointAccepted'; readonly waypoint: Waypoint }
  | { readonly reason: CanaryFault; readonly message: string }
);

/** Istio's words for why a canary is not used. `Unknown`: it depends on what is not in the input. */
export type CanaryFault =
  'CanarySameAsPrimary' | 'CanaryInvalidWeight' | 'WaypointIsNotReady' | 'AttachmentDenied' | 'UnsupportedTrafficType' | 'Unknown';

interface CanaryClaim {
  readonly name: WaypointName;
  /** The label. */
  readonly evidence: Evidence;
  /** In percent; null if the annotation is not an integer from 0 to 100. Without annotation 0. */
  readonly weight: number | null;
}

/**
 * Finds the canary of a subject that is bound to its primary. Label and annotation of the Namespace count only if the subject does
 * not name its primary itself.
 * @see istio pilot/pkg/serviceregistry/ambient/waypoints.go buildWeightedWaypoints
 */
export function canaryOf(mesh: MeshObjects, subject: Subject, claim: Claim, primary: Waypoint): Canary | undefined {
  const named = canaryClaimOf(mesh, subject, claim.isInherited);
  if (!named) return undefined;
  const { name } = named;
  if (waypointText(name) === waypointText(primary)) {
    return { ...named, reason: 'CanarySameAsPrimary', message: STATUS_TEXT.canarySameAsPrimary(name) };
  }
  if (named.weight === null) return { ...named, reason: 'CanaryInvalidWeight', message: STATUS_TEXT.canaryInvalidWeight(name) };
  return resolve(mesh, named, subject.manifest.namespace);
}

/** @see istio pilot/pkg/serviceregistry/ambient/waypoints.go resolveCanaryWaypoint */
function resolve(mesh: MeshObjects, named: CanaryClaim, namespace: string): Canary {
  const { name } = named;
  const { waypoint } = findWaypoint(mesh, name);
  if (!waypoint) return { ...named, reason: 'WaypointIsNotReady', message: STATUS_TEXT.notReady(name) };
  const isAdmitted = admits(mesh, waypoint, namespace);
  if (isAdmitted === undefined) return { ...named, reason: 'Unknown', message: '' };
  if (!isAdmitted) return { ...named, reason: 'AttachmentDenied', message: STATUS_TEXT.denied(name) };
  if (!takes(waypoint, 'service')) {
    return { ...named, reason: 'UnsupportedTrafficType', message: STATUS_TEXT.unsupported(name, 'service') };
  }
  return { ...named, reason: 'WaypointAccepted', waypoint };
}

/**
 * What label and annotation say, before the waypoint is looked up. An empty label names none.
 * @param isInherited whether the Namespace names the primary
 * @see istio pilot/pkg/serviceregistry/ambient/waypoints.go getUseWaypointCanary, getCanaryWeight
 */
export function canaryClaimOf(mesh: MeshObjects, subject: Subject, isInherited: boolean): CanaryClaim | undefined {
  if (!mesh.supports('canary') || !mesh.isLabelUsed(USE_WAYPOINT_CANARY)) return undefined;
  const { manifest } = subject;
  const namespace = isInherited ? mesh.namespace(manifest.namespace).manifest : undefined;
  const evidence = findLabel(labelsOf(manifest, namespace), USE_WAYPOINT_CANARY);
  if (!evidence?.value || evidence.value === NO_WAYPOINT) return undefined;
  const elsewhere = findLabel(labelsOf(evidence.manifest), USE_WAYPOINT_CANARY_NAMESPACE);
  return {
    name: { namespace: elsewhere?.value ?? manifest.namespace, name: evidence.value },
    evidence,
    weight: weightOf(findLabel(annotationsOf(manifest, namespace), USE_WAYPOINT_CANARY_WEIGHT)),
  };
}

function weightOf(annotation: { readonly value: string } | undefined): number | null {
  if (!annotation) return 0;
  const weight = /^[+-]?[0-9]+$/.test(annotation.value) ? Number(annotation.value) : NaN;
  return weight >= 0 && weight <= 100 ? weight + 0 : null;
}
