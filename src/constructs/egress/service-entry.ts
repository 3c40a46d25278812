import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkDestination, hasWildcards } from './destination-check';
import type { EgressDestination } from './egress-destination';
import type { ServiceEntrySpec } from '../../../imports/networking.istio.io';
import { NETWORKING_VERSION } from '../../istio/groups';
import { AUTO_ALLOCATE } from '../../istio/labels';
import { claimAlone } from '../claims';
import { Istio } from '../istio';
import { claimObjectName } from '../object-name';
import { ObjectRef } from '../object-ref';
import type { Plain } from '../plain';
import { renderServicePorts } from '../routing/service-port-manifest';

/** Defines the ServiceEntry of a destination. */
export function defineServiceEntry(scope: Construct, namespace: string, destination: EgressDestination): ObjectRef {
  checkDestination(scope, destination);
  const { destinationName: name, hosts, addresses } = destination;
  for (const host of hosts) claimAlone(scope, `host "${host}"`, 'list it in one destination only');
  const spec: Plain<ServiceEntrySpec> = {
    hosts,
    ...(addresses && { addresses }),
    location: 'MESH_EXTERNAL',
    ports: renderServicePorts(scope, destination.ports, `destination "${name}"`).map(({ name: portName, port, targetPort, appProtocol }) => ({
      number: port,
      name: portName,
      protocol: appProtocol.toUpperCase(),
      ...(targetPort !== port && { targetPort }),
    })),
    resolution: resolutionOf(destination),
  };
  const needsRequest = !addresses && !Istio._supports(scope, 'allocatedAddresses');
  return ObjectRef.of(new ApiObject(scope, `destination-${name}`, {
    apiVersion: NETWORKING_VERSION,
    kind: 'ServiceEntry',
    metadata: {
      name: claimObjectName(scope, { kind: 'ServiceEntry', namespace, name, property: 'destinationName' }),
      namespace,
      ...(needsRequest && { labels: { [AUTO_ALLOCATE]: 'true' } }),
    },
    spec,
  }));
}

/** How the waypoint finds the destination. */
function resolutionOf(destination: EgressDestination): 'DYNAMIC_DNS' | 'NONE' | 'DNS' {
  if (hasWildcards(destination)) return 'DYNAMIC_DNS';
  return destination.addresses ? 'NONE' : 'DNS';
}
