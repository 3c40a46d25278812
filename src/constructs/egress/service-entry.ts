import type { Construct } from 'constructs';
import { checkDestination, hasWildcards } from './destination-check';
import type { EgressDestination } from './egress-destination';
import type { ServiceEntrySpec } from '../../../imports/networking.istio.io';
import { NETWORKING_VERSION } from '../../istio/groups';
import { AUTO_ALLOCATE } from '../../istio/labels';
import { claimAlone } from '../claims';
import { defineObject } from '../define-object';
import { Istio } from '../istio';
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
  const labels = needsRequest ? { [AUTO_ALLOCATE]: 'true' } : undefined;
  return ObjectRef.of(defineObject(scope, `destination-${name}`, {
    apiVersion: NETWORKING_VERSION, kind: 'ServiceEntry', namespace, name, property: 'destinationName', labels,
  }, { spec }));
}

/** How the waypoint finds the destination. */
function resolutionOf(destination: EgressDestination): 'DYNAMIC_DNS' | 'NONE' | 'DNS' {
  if (hasWildcards(destination)) return 'DYNAMIC_DNS';
  return destination.addresses ? 'NONE' : 'DNS';
}
