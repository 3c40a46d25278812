import { ClientClass } from './client';
import type { FirstHop, FirstHopCause } from './first-hop';
import type { Journey } from './journey';
import type { Binding } from '../binding/binding';
import { BindingReason } from '../binding/binding';
import { waypointText } from '../binding/status-text';

/** Why a request gets to where it gets first, in a sentence. */
export function firstHopText({ cause, binding }: FirstHop): string {
  return TEXTS[cause](binding?.reason === BindingReason.ACCEPTED ? waypointText(binding.waypoint) : '', binding ? unboundText(binding) : '');
}

/** Why a destination has no waypoint: in Istio's words, where it has some. */
function unboundText({ message, reason, claim }: Binding): string {
  if (message !== '') return message;
  if (reason === BindingReason.NOT_ENROLLED && claim?.waypoint) {
    return `the waypoint ${waypointText(claim.waypoint)} of the namespace is not for what is dialled by this address`;
  }
  if (reason === BindingReason.OWN_WAYPOINT) return 'the destination is a part of a waypoint, to which no other waypoint is bound';
  return reason === BindingReason.OPTED_OUT ? 'the destination wants no waypoint' : 'the destination asks for no waypoint';
}

const TEXTS: Readonly<Record<FirstHopCause, (waypoint: string, message: string) => string>> = {
  'bound': (waypoint) => `the destination is bound to the waypoint ${waypoint}, and ztunnel sends what it captures there`,
  'ingress-uses-waypoint': (waypoint) => `the destination is bound to the waypoint ${waypoint}, and asks ingress gateways to take it`,
  'not-bound': (_, message) => message,
  'no-listener': (waypoint) => `the waypoint ${waypoint} is bound and does not listen on port 15008: connections are refused`,
  'binding-unknown': () => 'whether the destination has a waypoint is not known',
  'not-captured': (waypoint) => `the client is not captured by ztunnel, so it goes past the waypoint ${waypoint}`,
  'sidecar': (waypoint) => `the client has a sidecar, and sidecars go past the waypoint ${waypoint}`,
  'ingress-bypasses': (waypoint) => `ingress gateways go past the waypoint ${waypoint} unless the destination asks them to take it`,
  'no-address': (waypoint) => `the destination is headless: clients dial its pods, past the waypoint ${waypoint}`,
  'dials-pods': (waypoint) => `the client looks up the pods of the destination and dials those, past the waypoint ${waypoint}`,
  'unusable-address': (waypoint) => `the waypoint ${waypoint} has no address that Istio can use, so clients go past it`,
  'name-lookup': (waypoint) => `the destination is looked up by name: ingress gateways go past the waypoint ${waypoint}`,
  'not-in-mesh': () => 'nothing in the mesh has that address: the request leaves the mesh',
};

/** How requests of a client get on their way, to be put behind its name. */
export const CLIENT_CLASSES: Readonly<Record<ClientClass, string>> = {
  [ClientClass.CAPTURED]: 'captured by ztunnel',
  [ClientClass.SIDECAR]: 'with a sidecar',
  [ClientClass.UNCAPTURED]: 'captured by nothing',
  [ClientClass.INGRESS]: 'an ingress gateway of Istio',
  [ClientClass.THIRD_PARTY_GATEWAY]: 'a gateway of another product',
  [ClientClass.OUTSIDE]: 'not in the mesh',
};

/** What is to be known of how the client is taken. */
export function clientNotes({ client, firstHop }: Journey): string[] {
  const { binding } = firstHop;
  return [
    ...client.workload || client.evidence || !client.isCaptured ? [] : [`${client.name} is taken for a client that ztunnel captures`],
    ...binding?.reason === BindingReason.UNKNOWN ? [binding.unknown] : [],
    ...binding?.reason === BindingReason.NOT_ENROLLED && binding.unknown !== undefined ? [binding.unknown] : [],
  ];
}
