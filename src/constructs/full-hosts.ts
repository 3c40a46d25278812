import type { LocatedObject } from './located-object';
import { CLUSTER_DOMAIN } from '../istio/mesh-defaults';

/** The full host names of a Service or ServiceEntry; undefined for a ServiceEntry that is not of this app. */
export function fullHosts({ kind, name, namespace, object }: LocatedObject): readonly string[] | undefined {
  if (kind === 'Service') return [`${name}.${namespace}.svc.${CLUSTER_DOMAIN}`];
  return object?.toJson().spec?.hosts;
}
