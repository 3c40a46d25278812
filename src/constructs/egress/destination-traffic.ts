import type { Construct } from 'constructs';
import { originatingPorts } from './destination-check';
import type { EgressDestination } from './egress-destination';
import type { BackendTlsOptions } from './tls-origination';
import type { BackendTlsPolicySpec } from '../../../imports/gateway.networking.k8s.io';
import type { DestinationRuleSpecTrafficPolicy } from '../../../imports/networking.istio.io';
import { GATEWAY_API_VERSION, NETWORKING_GROUP } from '../../istio/groups';
import { defineObject } from '../define-object';
import type { Plain } from '../plain';
import { claimTrafficPolicies, defineDestinationRules } from '../traffic/destination-rule';
import { renderTrafficPolicy } from '../traffic/traffic-policy-manifest';

/** Defines how a waypoint sends to a destination: with TLS, within limits. */
export function defineDestinationTraffic(scope: Construct, namespace: string, destination: EgressDestination): void {
  const { tls, traffic, hosts, destinationName } = destination;
  if (!tls && !traffic) return;
  if (tls && !tls._settings) {
    claimTrafficPolicies(scope, hosts);
    defineBackendTlsPolicy(scope, namespace, destination, tls._backend);
    return;
  }
  const policy = renderTrafficPolicy(scope, traffic ?? {});
  const place = { id: `traffic-${destinationName}`, namespace, name: destinationName, property: 'destinationName' };
  defineDestinationRules(scope, place, hosts, (host) => ({ ...policy, ...withTls(host, destination, policy) }));
}

/** What is said for a port replaces what is said for all, so that the ports with TLS have both. */
function withTls(host: string, destination: EgressDestination, settings: Plain<DestinationRuleSpecTrafficPolicy>) {
  if (!destination.tls) return {};
  const tls = { ...destination.tls._settings!, ...expectedName(host) };
  return { portLevelSettings: originatingPorts(destination).map(({ port }) => ({ port: { number: port }, ...settings, tls })) };
}

/** The host that a waypoint asks for and that the certificate must be for. With a wildcard it takes that of the request. */
function expectedName(host: string) {
  return host.startsWith('*') ? {} : { sni: host, subjectAltNames: [host] };
}

function defineBackendTlsPolicy(
  scope: Construct, namespace: string, { destinationName, hosts: [hostname] }: EgressDestination, { caConfigMap }: BackendTlsOptions,
): void {
  const spec: Plain<BackendTlsPolicySpec> = {
    targetRefs: [{ group: NETWORKING_GROUP, kind: 'ServiceEntry', name: destinationName }],
    validation: {
      hostname,
      // Without this Istio sends the name and does not check that of the certificate.
      subjectAltNames: [{ type: 'Hostname', hostname }],
      ...(caConfigMap
        ? { caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: caConfigMap }] }
        : { wellKnownCACertificates: 'System' }),
    },
  };
  defineObject(scope, `tls-${destinationName}`, {
    apiVersion: GATEWAY_API_VERSION, kind: 'BackendTLSPolicy', namespace, name: destinationName, property: 'destinationName',
  }, { spec });
}
