import type { Construct } from 'constructs';
import type { EgressDestination } from './egress-destination';
import { Istio } from '../istio';
import { problem } from '../problem';
import type { ServicePort } from '../routing/service-port';
import { ServiceProtocol } from '../routing/service-port';
import { protocolOf } from '../routing/service-port-manifest';
import { renderIpBlocks } from '../security/rule-fields';

const HOST = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/;

/** What a waypoint does not look into. */
const CONNECTIONS = [ServiceProtocol.TCP, ServiceProtocol.TLS];

/** Whether a destination has host names with a wildcard; one that has them has no others. */
export function hasWildcards({ hosts }: EgressDestination): boolean {
  return hosts.some((host) => host.startsWith('*'));
}

/** The ports on which the waypoint speaks TLS for clients that do not. */
export function originatingPorts({ ports, tls }: EgressDestination): ServicePort[] {
  return tls ? ports.filter((port) => protocolOf(port) !== ServiceProtocol.TLS) : [];
}

/** Checks what Istio would refuse, or take and not do. */
export function checkDestination(scope: Construct, destination: EgressDestination): void {
  const { destinationName, hosts, ports, clients } = destination;
  const refuse = (message: string) => problem(scope, `destination "${destinationName}" ${message}`);
  if (clients.length === 0) throw refuse('has no clients, so that nobody may call it: list at least one in "clients"');
  if (hosts.length === 0) throw refuse('has no hosts: list at least one in "hosts"');
  const odd = hosts.find((host) => !HOST.test(host));
  if (odd !== undefined) throw refuse(`has the host "${odd}": write a full name such as "api.example.com", or "*.example.com"`);
  const complaints = [wildcardComplaint, addressComplaint, tlsComplaint, trafficComplaint, crashComplaint].map((of) => of(destination));
  const complaint = complaints.find((text) => text !== undefined);
  if (complaint !== undefined) throw refuse(complaint);
  const tokens = clients.some((client) => Object.keys(client._renderSource(scope)).some((field) => /requestPrincipals$/i.test(field)));
  if (tokens && ports.some((port) => CONNECTIONS.includes(protocolOf(port)))) {
    throw refuse('tells clients by their tokens, which a waypoint does not see on ports for TCP and TLS: tell them by namespaces or principals');
  }
  checkRelease(scope, destination);
}

function checkRelease(scope: Construct, destination: EgressDestination): void {
  const what = (thing: string) => `destination "${destination.destinationName}" with ${thing}`;
  if (hasWildcards(destination)) Istio._require(scope, 'dynamicDns', what('a wildcard'));
  if (destination.tls && !destination.tls._settings) Istio._require(scope, 'entryTlsPolicies', what('a BackendTLSPolicy'));
  const addresses = renderIpBlocks(scope, destination.addresses) ?? [];
  if (addresses.length > 0) Istio._require(scope, 'passthroughEntries', what('addresses'));
  if (addresses.some((address) => address.includes('/'))) Istio._require(scope, 'blockEntries', what('blocks of addresses'));
}

/** A waypoint looks the host up for each request, by what the client asks for: of HTTP alone is that safe. */
function wildcardComplaint(destination: EgressDestination): string | undefined {
  if (!hasWildcards(destination)) return undefined;
  const { hosts, ports, addresses, wildcardTls } = destination;
  const plain = hosts.find((host) => !host.startsWith('*'));
  if (plain) return `has "${plain}" beside hosts with a wildcard: write a destination for each kind`;
  if (addresses) return 'has a wildcard and addresses, but its addresses are those that the hosts have: remove "addresses"';
  const taken = [ServiceProtocol.HTTP, ...(wildcardTls ? [ServiceProtocol.TLS] : [])];
  const port = ports.find((candidate) => !taken.includes(protocolOf(candidate)));
  if (!port) return undefined;
  const protocol = protocolOf(port).toUpperCase();
  return protocol === 'TLS'
    ? `has a wildcard and port ${port.port} for TLS, which Istio takes behind a flag only: write "wildcardTls: true" if istiod has it, or list the hosts by name`
    : `has a wildcard and port ${port.port} for ${protocol}, but a waypoint takes such hosts for HTTP only: list them by name, or write ServiceProtocol.HTTP`;
}

function addressComplaint({ addresses, ports, tls }: EgressDestination): string | undefined {
  if (!addresses) return undefined;
  if (addresses.length === 0) return 'has an empty list "addresses": list at least one, or leave it out';
  if (tls) return 'has addresses and "tls", but a waypoint passes on what is for addresses as it is: name the destination by its hosts alone';
  const port = ports.find((candidate) => candidate.targetPort !== undefined && candidate.targetPort !== candidate.port);
  return port && `has addresses and port ${port.port} with another "targetPort", but connections go on to the port that was dialled: remove it`;
}

function tlsComplaint(destination: EgressDestination): string | undefined {
  const { tls, hosts, ports } = destination;
  if (!tls) return undefined;
  const originating = originatingPorts(destination);
  if (originating.length === 0) return 'has "tls", but clients speak TLS on all of its ports: remove it, or give a port another protocol';
  const sameAsPlain = originating.find((port) => port.port === 80 && port.targetPort === undefined);
  if (sameAsPlain) return 'would speak TLS to port 80: write "targetPort", such as 443';
  const isOneHost = hosts.length === 1 && !hosts[0].startsWith('*');
  if (tls._settings || (isOneHost && originating.length === ports.length)) return undefined;
  return 'has a BackendTLSPolicy, which is for one host without a wildcard, and for all ports: write TlsOrigination.simple()';
}

function trafficComplaint(destination: EgressDestination): string | undefined {
  const { traffic, tls, addresses } = destination;
  if (!traffic) return undefined;
  if (tls && !tls._settings) return 'has a BackendTLSPolicy and "traffic", of which Istio may take one only: write TlsOrigination.simple()';
  if (tls && traffic.proxyProtocol) return 'has "tls" and "traffic.proxyProtocol", and Istio leaves it out on ports with TLS: remove one of the two';
  const isChosen = hasWildcards(destination) || addresses !== undefined;
  if (!isChosen || !(traffic.loadBalancing ?? traffic.locality)) return undefined;
  return 'goes to the address that the client or the name says, so there is nothing to choose: remove "loadBalancing" and "locality"';
}

/** @see istio pilot/pkg/networking/core/cluster_traffic_policy.go applyOutlierDetection, which writes to what buildDFPCluster leaves out */
function crashComplaint(destination: EgressDestination): string | undefined {
  if (!hasWildcards(destination) || !destination.traffic?.outlierDetection) return undefined;
  return 'has a wildcard and "traffic.outlierDetection", of which istiod crashes, time and again: remove it, or list the hosts by name';
}
