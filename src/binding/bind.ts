import { admits } from './allowed-routes';
import type { Binding, Bound } from './binding';
import { BindingReason, TrafficPath } from './binding';
import { canaryOf } from './canary';
import type { Claim, WaypointName } from './claim';
import { claimOf } from './claim';
import { ingressUseOf } from './ingress';
import type { Outside } from './membership';
import { hostsOwnedByOthers, outsideOf } from './membership';
import { STATUS_TEXT } from './status-text';
import { visibilityOf } from './visibility';
import type { Waypoint } from './waypoint';
import { findWaypoint, Reach, takes } from './waypoint';
import { MANAGED_BY_EAST_WEST_CONTROLLER, MANAGED_BY_MESH_CONTROLLER } from '../istio/classes';
import { GATEWAY_NAME, MANAGED } from '../istio/labels';
import { findLabel } from '../mesh/evidence';
import type { Evidence } from '../mesh/evidence';
import { SERVICE } from '../mesh/kinds/core';
import { SERVICE_ENTRY } from '../mesh/kinds/istio';
import { isOf } from '../mesh/manifest';
import type { MeshObjects } from '../mesh/mesh-objects';
import type { Subject } from '../registry/subject';
import { podOf } from '../registry/workloads';

/**
 * Finds the waypoint that serves a subject, as istiod does: the subject's own label wins, its Namespace is asked only where it has
 * none, and nothing falls back from one to the other.
 * @see istio pilot/pkg/serviceregistry/ambient/waypoints.go fetchWaypointForService, fetchWaypointForWorkload
 */
export function bind(mesh: MeshObjects, subject: Subject): Binding {
  const outside = outsideOf(mesh, subject.manifest) ?? outsideEndpoint(mesh, subject);
  if (outside) return { subject, reason: BindingReason.NOT_IN_AMBIENT, path: TrafficPath.DIRECT, message: '', ...outside };
  return bindByLabels(mesh, subject);
}

/**
 * As `bind`, but without asking whether the subject is a part of the ambient mesh: the status of policies does not ask.
 * @see istio pilot/pkg/serviceregistry/ambient/policies.go WaypointPolicyStatusCollection
 */
export function bindByLabels(mesh: MeshObjects, subject: Subject): Binding {
  const own = ownWaypoint(mesh, subject);
  if (own) return { subject, reason: BindingReason.OWN_WAYPOINT, path: TrafficPath.DIRECT, message: '', ...own };
  const claim = claimOf(mesh, subject);
  if (!claim) return notEnrolled(mesh, subject);
  if (!claim.waypoint) return { subject, reason: BindingReason.OPTED_OUT, path: TrafficPath.DIRECT, message: '', claim };
  return bindTo(mesh, subject, claim, claim.waypoint);
}

/**
 * A host that stands for its own endpoint is in the mesh only if its ServiceEntry owns it.
 * @see istio pilot/pkg/serviceregistry/ambient/workloads.go serviceEntryWorkloadBuilder
 */
function outsideEndpoint(mesh: MeshObjects, { manifest, isImplicit, endpoint }: Subject): Outside | undefined {
  if (!isImplicit || !isOf(SERVICE_ENTRY, manifest) || !hostsOwnedByOthers(mesh, manifest).includes(endpoint!)) return undefined;
  return { cause: 'hosts-owned-by-others', evidence: { manifest, path: ['spec', 'hosts'], value: endpoint! } };
}

/**
 * Whether the subject is a part of a waypoint: a pod that is labelled as one of a Gateway's, or a Service that Istio generated.
 * @see istio pilot/pkg/serviceregistry/ambient/waypoints.go fetchWaypointForInstance
 */
function ownWaypoint(mesh: MeshObjects, { traffic, labels, manifest }: Subject): { evidence: Evidence; instanceOf?: Waypoint } | undefined {
  if (traffic === 'service') {
    const managed = findLabel(labels, MANAGED);
    return managed?.value === MANAGED_BY_MESH_CONTROLLER || managed?.value === MANAGED_BY_EAST_WEST_CONTROLLER
      ? { evidence: managed }
      : undefined;
  }
  const gateway = findLabel(labels, GATEWAY_NAME);
  if (!gateway?.value) return undefined;
  const { waypoint } = findWaypoint(mesh, { namespace: manifest.namespace, name: gateway.value });
  return waypoint && { evidence: gateway, instanceOf: waypoint };
}

function notEnrolled(mesh: MeshObjects, subject: Subject): Binding {
  const { namespace } = subject.manifest;
  const isOpen = !mesh.namespace(namespace).isKnown && !subject.isImplicit;
  return {
    subject,
    reason: BindingReason.NOT_ENROLLED,
    path: TrafficPath.DIRECT,
    message: '',
    ...(isOpen && { unknown: `the Namespace "${namespace}" is not in the input, and could have a label` }),
  };
}

function bindTo(mesh: MeshObjects, subject: Subject, claim: Claim, name: WaypointName): Binding {
  const lookup = findWaypoint(mesh, name);
  const { waypoint } = lookup;
  if (!waypoint) return { ...unbound(subject, claim, STATUS_TEXT.notReady(name)), reason: BindingReason.NOT_READY, lookup };
  const isAdmitted = admits(mesh, waypoint, subject.manifest.namespace);
  if (isAdmitted === undefined) return unknown(subject, claim, waypoint, namespaceDecides(subject));
  if (!isAdmitted) {
    return { ...unbound(subject, claim, STATUS_TEXT.denied(name)), reason: BindingReason.DENIED, rejectedBy: waypoint };
  }
  if (!waypoint.gateway && subject.traffic === 'workload') {
    return unknown(subject, claim, waypoint, 'the waypoint is not in the input, and its traffic type decides');
  }
  if (!takes(waypoint, subject.traffic)) return unsupported(mesh, subject, claim, waypoint);
  return crossNamespace(mesh, subject, claim, waypoint) ?? bound(mesh, subject, claim, waypoint);
}

/** A workload is not at fault if it only inherits a waypoint for services. */
function unsupported(mesh: MeshObjects, subject: Subject, claim: Claim, waypoint: Waypoint): Binding {
  if (subject.traffic === 'workload' && claim.isInherited && mesh.supports('silentInheritedMismatch')) {
    return { ...unbound(subject, claim, ''), reason: BindingReason.NOT_ENROLLED };
  }
  const message = STATUS_TEXT.unsupported(waypoint, subject.traffic);
  return { ...unbound(subject, claim, message), reason: BindingReason.UNSUPPORTED_TRAFFIC, rejectedBy: waypoint };
}

function crossNamespace(mesh: MeshObjects, subject: Subject, claim: Claim, waypoint: Waypoint): Binding | undefined {
  const { manifest, traffic } = subject;
  if (traffic !== 'service' || !isOf(SERVICE_ENTRY, manifest) || waypoint.namespace === manifest.namespace) return undefined;
  const visibility = visibilityOf(mesh, manifest.namespace);
  if (visibility === undefined) return unknown(subject, claim, waypoint, namespaceDecides(subject));
  if (visibility !== 'NAMESPACE') return undefined;
  return { ...unbound(subject, claim, STATUS_TEXT.crossNamespace(waypoint)), reason: BindingReason.CROSS_NAMESPACE, rejectedBy: waypoint };
}

function bound(mesh: MeshObjects, subject: Subject, claim: Claim, waypoint: Waypoint): Bound {
  const isService = subject.traffic === 'service';
  const ingress = isService ? ingressUseOf(mesh, subject) : undefined;
  const canary = isService ? canaryOf(mesh, subject, claim, waypoint) : undefined;
  return {
    subject,
    reason: BindingReason.ACCEPTED,
    message: STATUS_TEXT.bound(waypoint),
    claim,
    waypoint,
    path: pathTo(waypoint, subject),
    ...(ingress && { ingress }),
    ...(canary && { canary }),
  };
}

/** What ztunnel does with a connection to a subject that is bound. */
function pathTo({ reach }: Waypoint, subject: Subject): TrafficPath {
  return isPassedBy(subject) ? TrafficPath.DIRECT : PATHS[reach];
}

const PATHS: Readonly<Record<Reach, TrafficPath>> = {
  [Reach.OPEN]: TrafficPath.TO_WAYPOINT,
  [Reach.REFUSED]: TrafficPath.REFUSED,
  [Reach.LOST]: TrafficPath.REFUSED,
  [Reach.UNUSABLE]: TrafficPath.DIRECT,
};

/** Whether a subject is a Service without address: it can be bound, yet clients dial its pods, so the waypoint sees nothing. */
export function isHeadless({ manifest }: Subject): boolean {
  return isOf(SERVICE, manifest) && (manifest.body.spec?.clusterIPs?.[0] ?? manifest.body.spec?.clusterIP) === 'None';
}

/** Whether the waypoint of a subject that is bound sees none of its traffic, whatever waypoint it is. */
export function isPassedBy(subject: Subject): boolean {
  return isHeadless(subject) || isOnNode(subject);
}

/**
 * Whether a subject is a pod on the network of its node: it can be bound, yet ztunnel does not look for it by its address, which is that of
 * the node.
 * @see ztunnel src/state/workload.rs WorkloadStore.insert
 */
export function isOnNode(subject: Subject): boolean {
  return subject.traffic === 'workload' && podOf(subject)?.hostNetwork === true;
}

function unbound(subject: Subject, claim: Claim, message: string) {
  return { subject, claim, message, path: TrafficPath.DIRECT };
}

function unknown(subject: Subject, claim: Claim, candidate: Waypoint, why: string): Binding {
  return { ...unbound(subject, claim, ''), reason: BindingReason.UNKNOWN, path: TrafficPath.UNKNOWN, candidate, unknown: why };
}

function namespaceDecides({ manifest: { namespace } }: Subject): string {
  return `the Namespace "${namespace}" is not in the input, and its labels decide`;
}
