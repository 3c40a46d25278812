import { isIP } from 'node:net';

/**
 * The host name that a name in a VirtualService or DestinationRule means: one without dots is a Service of its own namespace.
 * @see istio pilot/pkg/model/config.go ResolveShortnameToFQDN
 */
export function fullHost(name: string, namespace: string, clusterDomain: string): string {
  if (name === '' || name === '*' || name.includes('.') || isIP(name) !== 0) return name;
  return `${name}.${namespace}.svc.${clusterDomain}`;
}
