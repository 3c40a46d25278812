import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { originatingPorts } from './destination-check';
import type { EgressDestination } from './egress-destination';
import type { BackendTlsOptions } from './tls-origination';
import type { BackendTlsPolicySpec } from '../../../imports/gateway.networking.k8s.io';
import type { DestinationRuleSpec } from '../../../imports/networking.istio.io';
import { GATEWAY_API_VERSION, NETWORKING_GROUP, NETWORKING_VERSION } from '../../istio/groups';
import { claimAlone } from '../claims';
import { claimObjectName } from '../object-name';
import type { Plain } from '../plain';

/** Defines what lets a waypoint speak TLS to a destination. */
export function defineTls(scope: Construct, namespace: string, destination: EgressDestination): void {
  const { tls, hosts } = destination;
  if (!tls) return;
  for (const host of hosts) claimAlone(scope, `the traffic policy of host "${host}"`, 'write all of it in one place');
  if (!tls._settings) {
    defineBackendTlsPolicy(scope, namespace, destination, tls._backend);
    return;
  }
  for (const [index, host] of hosts.entries()) {
    const name = index === 0 ? destination.destinationName : `${destination.destinationName}-${index + 1}`;
    const settings = { ...tls._settings, ...expectedName(host) };
    const spec: Plain<DestinationRuleSpec> = {
      host,
      trafficPolicy: { portLevelSettings: originatingPorts(destination).map(({ port }) => ({ port: { number: port }, tls: settings })) },
    };
    new ApiObject(scope, `tls-${name}`, {
      apiVersion: NETWORKING_VERSION,
      kind: 'DestinationRule',
      metadata: { name: claimObjectName(scope, { kind: 'DestinationRule', namespace, name, property: 'destinationName' }), namespace },
      spec,
    });
  }
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
