import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { originatingPorts } from './destination-check';
import type { EgressDestination } from './egress-destination';
import type { BackendTlsOptions } from './tls-origination';
import type { BackendTlsPolicySpec } from '../../../imports/gateway.networking.k8s.io';
import type { DestinationRuleSpecTrafficPolicy } from '../../../imports/networking.istio.io';
import { GATEWAY_API_VERSION, NETWORKING_GROUP, NETWORKING_VERSION } from '../../istio/groups';
import { claimAlone } from '../claims';
import { claimObjectName } from '../object-name';
import type { Plain } from '../plain';
import { renderTrafficPolicy, renderTrafficSettings } from '../traffic/traffic-policy-manifest';

/** Defines how a waypoint sends to a destination: with TLS, within limits. */
export function defineDestinationTraffic(scope: Construct, namespace: string, destination: EgressDestination): void {
  const { tls, traffic, hosts, destinationName } = destination;
  if (!tls && !traffic) return;
  for (const host of hosts) claimAlone(scope, `the traffic policy of host "${host}"`, 'write all of it in one place');
  if (tls && !tls._settings) {
    defineBackendTlsPolicy(scope, namespace, destination, tls._backend);
    return;
  }
  for (const [index, host] of hosts.entries()) {
    const name = index === 0 ? destinationName : `${destinationName}-${index + 1}`;
    new ApiObject(scope, `traffic-${name}`, {
      apiVersion: NETWORKING_VERSION,
      kind: 'DestinationRule',
      metadata: { name: claimObjectName(scope, { kind: 'DestinationRule', namespace, name, property: 'destinationName' }), namespace },
      spec: { host, trafficPolicy: renderPolicy(scope, host, destination) },
    });
  }
}

/** What is said for a port replaces what is said for all, so that the ports with TLS have both. */
function renderPolicy(scope: Construct, host: string, destination: EgressDestination): Plain<DestinationRuleSpecTrafficPolicy> {
  const { tls, traffic = {} } = destination;
  const settings = renderTrafficSettings(scope, traffic);
  const policy = renderTrafficPolicy(scope, traffic);
  if (!tls?._settings) return policy;
  const expected = { ...tls._settings, ...expectedName(host) };
  const portLevelSettings = originatingPorts(destination).map(({ port }) => ({ port: { number: port }, ...settings, tls: expected }));
  return { ...policy, portLevelSettings };
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
  new ApiObject(scope, `tls-${destinationName}`, {
    apiVersion: GATEWAY_API_VERSION,
    kind: 'BackendTLSPolicy',
    metadata: {
      name: claimObjectName(scope, { kind: 'BackendTLSPolicy', namespace, name: destinationName, property: 'destinationName' }),
      namespace,
    },
    spec,
  });
}
