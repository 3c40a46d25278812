import type { Construct } from 'constructs';
import { noteBackend } from './backend-notes';
import { NETWORKING_GROUP } from '../../istio/groups';
import { fullHosts } from '../full-hosts';
import type { ObjectRef } from '../object-ref';
import { problem } from '../problem';

/** What a backend is, as a route of the Gateway API and a VirtualService name it. */
export interface RenderedTarget {
  readonly ref: { readonly group: string; readonly kind: string; readonly name: string; readonly namespace?: string };
  readonly host: string;
}

/** A Service, by its name: with a host for its name Istio would drop the whole route. */
export function serviceTarget(scope: Construct, service: ObjectRef, routeNamespace: string): RenderedTarget {
  const object = service._atAs(scope, 'Service');
  const { namespace, name } = object;
  if (name.includes('.')) throw problem(scope, `backend "${name}" is no name of a Service: write its name alone, and its namespace in the options of ObjectRef.service`);
  noteBackend(scope, object);
  return { ref: { group: '', kind: 'Service', name, ...(namespace !== routeNamespace && { namespace }) }, host: fullHosts(object)![0] };
}

/** A ServiceEntry, by one of its hosts: Istio takes no other name of it. */
export function entryTarget(scope: Construct, entry: ObjectRef, given: string | undefined): RenderedTarget {
  const object = entry._atAs(scope, 'ServiceEntry');
  const known = fullHosts(object);
  const host = given ?? (known?.length === 1 ? known[0] : undefined);
  if (host === undefined) {
    throw problem(scope, `backend "${entry.objectName}" has ${known ? 'several hosts' : 'hosts that only its owner knows'}: write one of them as "host"`);
  }
  if (known && !known.includes(host)) throw problem(scope, `backend "${entry.objectName}" has no host "${host}": write one of ${known.join(', ')}`);
  if (host.startsWith('*')) throw problem(scope, `backend "${host}" is no one host: a host with a wildcard can be no backend`);
  noteBackend(scope, object);
  return { ref: { group: NETWORKING_GROUP, kind: 'Hostname', name: host }, host };
}
