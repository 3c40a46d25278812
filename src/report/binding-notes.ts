import { isPassedBy } from '../binding/bind';
import type { Binding, Bound, NotEnrolled, NotReady, Rejected } from '../binding/binding';
import { BindingReason } from '../binding/binding';
import type { NotReadyCause } from '../binding/gateway/deployment';
import type { OutsideCause } from '../binding/membership';
import { pathNote } from '../binding/path-note';
import { waypointText } from '../binding/status-text';
import type { Waypoint } from '../binding/waypoint';
import { refText } from '../mesh/object-ref';

/** What is to be known of a binding beyond Istio's own sentence: sentences without a final period. */
export function notesOf(binding: Binding): string[] {
  switch (binding.reason) {
    case BindingReason.ACCEPTED: return notesOfBound(binding);
    case BindingReason.NOT_READY: return [notReadyNote(binding)];
    case BindingReason.DENIED:
    case BindingReason.UNSUPPORTED_TRAFFIC:
    case BindingReason.CROSS_NAMESPACE: return rejectionNotes(binding);
    case BindingReason.NOT_IN_AMBIENT: return [OUTSIDE[binding.cause]];
    case BindingReason.UNKNOWN: return [binding.unknown];
    case BindingReason.NOT_ENROLLED: return notEnrolledNotes(binding);
    default: return [];
  }
}

function notEnrolledNotes({ claim, unknown }: NotEnrolled): string[] {
  if (claim) return ['the waypoint of its Namespace does not take workload traffic'];
  return unknown === undefined ? [] : [unknown];
}

const OUTSIDE: Readonly<Record<OutsideCause, string>> = {
  'external-name': 'a Service of type ExternalName is no part of the ambient mesh',
  'other-revision': 'its revision is not the one that is predicted',
  'finished': 'the pod has ended',
  'not-visible': 'MeshConfig gives the ServiceEntries of this namespace no visibility',
  'hosts-owned-by-others': 'other objects of its namespace own all of its hosts',
};

function notesOfBound(binding: Bound): string[] {
  const { waypoint, canary, subject, ingress } = binding;
  const detour = pathNote(binding);
  if (isPassedBy(subject)) return [detour!];
  return [
    ...detour === undefined ? [] : [detour],
    ...waypoint.gateway ? [] : ['the waypoint is not in the input: it is taken to admit this object and to take service traffic'],
    ...ingress?.useWaypoint ? ['traffic from an ingress gateway takes the waypoint too'] : [],
    ...canary ? [canaryNote(canary)] : [],
  ];
}

function canaryNote(canary: NonNullable<Bound['canary']>): string {
  const name = waypointText(canary.name);
  if (canary.reason === 'WaypointAccepted') return `${canary.weight} % of the connections go to the canary ${name}`;
  return `the canary is not used: ${canary.message || `whether ${name} admits this namespace is not known`}`;
}

function notReadyNote({ claim, lookup }: NotReady): string {
  const name = claim.waypoint ? waypointText(claim.waypoint) : '';
  return lookup.readiness ? `Gateway ${name} ${NOT_READY[lookup.readiness.cause]}` : `no Gateway ${name} is in the input`;
}

const NOT_READY: Readonly<Record<NotReadyCause, string>> = {
  'no-status': 'has no status addresses',
  'foreign-class': 'has a class that is not Istio\'s',
  'other-revision': 'has a revision that is not served',
  'manual-addresses': 'names the addresses of a deployment of its own, so Istio deploys nothing, and no service there has a pod at a port of a listener',
  'newer-controller': 'belongs to a newer version of the controller, so Istio deploys nothing',
  'unusable-parameters': 'has parameters that Istio can\'t use, so it deploys nothing',
  'name-taken': 'is not deployed as it should be: a Service or a Deployment that is not Istio\'s has the name',
  'no-listener': 'has no listener that takes traffic',
  'remote-without-address': 'is remote and names no address',
};

function rejectionNotes({ reason, rejectedBy, subject }: Rejected): string[] {
  if (reason === BindingReason.CROSS_NAMESPACE) return [];
  if (reason === BindingReason.UNSUPPORTED_TRAFFIC) return [`the waypoint takes ${trafficText(rejectedBy)}`];
  return [attachmentNote(rejectedBy, subject.manifest.namespace)];
}

/** The traffic that a waypoint takes, in words. */
export function trafficText({ trafficType }: Waypoint): string {
  return { service: 'service traffic', workload: 'workload traffic', all: 'all traffic' }[trafficType] ?? `no traffic (waypoint-for: ${trafficType})`;
}

function attachmentNote({ gateway, allowedRoutes, namespace }: Waypoint, asking: string): string {
  const listeners = gateway?.body.spec?.listeners ?? [];
  const listener = allowedRoutes.listener === undefined ? undefined : listeners[allowedRoutes.listener];
  const where = gateway && listener ? `listener "${listener.name ?? ''}" of ${refText(gateway)}` : 'no listener says who may attach, so the waypoint';
  return allowedRoutes.namespacesFrom === 'Selector'
    ? `${where} selects namespaces by labels that ${asking} does not have`
    : `${where} admits objects of namespace ${namespace} only`;
}
