import type { HostOwner } from '../mesh/host-index';
import { SERVICE } from '../mesh/kinds/core';
import { isOf } from '../mesh/manifest';
import type { ObjectRef } from '../mesh/object-ref';
import type { Cluster } from '../routing/cluster';

/** A place that a waypoint sends to as access tests name it: `NAMESPACE/NAME` of a Service, else its host; with `:SUBSET`. */
export function clusterName({ service, host, subset }: Cluster): string {
  return `${service ? serviceName(service.owner, host) : host}${subset ? `:${subset}` : ''}`;
}

/** `NAMESPACE/NAME` of a Service, else the host that a ServiceEntry has. */
export function serviceName(owner: HostOwner, host: string): string {
  return isOf(SERVICE, owner) ? pathOf(owner) : host;
}

/** An object as access tests name it. */
export function pathOf({ namespace, name }: ObjectRef): string {
  return `${namespace}/${name}`;
}
