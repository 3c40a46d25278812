import type { Construct } from 'constructs';
import { fullHosts } from '../full-hosts';
import type { LocatedObject } from '../located-object';
import { problem } from '../problem';

/**
 * The hosts of a Service or ServiceEntry, which kinds of Istio name it by.
 * @param given those of a ServiceEntry that is not of this app
 */
export function targetHosts(scope: Construct, service: LocatedObject, given: readonly string[] | undefined): readonly string[] {
  const own = fullHosts(service);
  if (own && given) throw problem(scope, `has "hosts", but those of ${service.kind} "${service.name}" are known: remove them`);
  const hosts = own ?? given ?? [];
  if (hosts.length === 0) throw problem(scope, `cannot tell the hosts of ${service.kind} "${service.name}", which is not of this app: write them in "hosts"`);
  return hosts;
}
