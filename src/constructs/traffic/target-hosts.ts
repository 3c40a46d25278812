import type { Construct } from 'constructs';
import { fullHosts } from '../full-hosts';
import type { ObjectRef } from '../object-ref';
import { problem } from '../problem';

/**
 * The hosts of a Service or ServiceEntry, which kinds of Istio name it by.
 * @param given those of a ServiceEntry that is not of this app
 */
export function targetHosts(scope: Construct, service: ObjectRef, given: readonly string[] | undefined): readonly string[] {
  if (!service._isKind('Service', 'ServiceEntry')) {
    throw problem(scope, `is for ${service.kind} "${service.objectName}": refer to a Service or a ServiceEntry`);
  }
  const own = fullHosts(service._at(scope));
  if (own && given) throw problem(scope, `has "hosts", but those of ${service.kind} "${service.objectName}" are known: remove them`);
  const hosts = own ?? given ?? [];
  if (hosts.length === 0) throw problem(scope, `cannot tell the hosts of ${service.kind} "${service.objectName}", which is not of this app: write them in "hosts"`);
  return hosts;
}
