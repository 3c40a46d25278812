import { isTrue } from '../istio/go-bool';
import { INGRESS_USE_WAYPOINT } from '../istio/labels';
import type { Evidence } from '../mesh/evidence';
import { findLabel, labelsOf } from '../mesh/evidence';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { Subject } from '../registry/subject';

/** What a label says of traffic from an ingress gateway. It has an effect only where the subject is bound. */
export interface IngressUse {
  readonly useWaypoint: boolean;
  readonly evidence: Evidence;
}

/**
 * Reads the label of a service, else that of its Namespace; undefined if neither has it.
 * @see istio pilot/pkg/serviceregistry/ambient/services.go ingressUseWaypointFromLabels
 */
export function ingressUseOf(mesh: MeshObjects, { manifest, labels }: Subject): IngressUse | undefined {
  const namespace = mesh.supports('namespaceIngress') ? mesh.namespace(manifest.namespace).manifest : undefined;
  const evidence = findLabel([...labels, ...labelsOf(namespace)], INGRESS_USE_WAYPOINT);
  return evidence && { useWaypoint: isTrue(evidence.value), evidence };
}
