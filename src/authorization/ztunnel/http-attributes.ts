import type { PolicyOperation, PolicyRule, PolicySource } from '../../mesh/kinds/istio-security';

const OF_OPERATION = ['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'] as const satisfies readonly (keyof PolicyOperation)[];
const OF_SOURCE = [
  'remoteIpBlocks', 'notRemoteIpBlocks', 'requestPrincipals', 'notRequestPrincipals',
] as const satisfies readonly (keyof PolicySource)[];

/** Keys of `when` that ztunnel knows. */
const L4_KEYS: ReadonlySet<string> = new Set(['source.ip', 'source.namespace', 'source.principal', 'destination.ip', 'destination.port']);

/**
 * The names of what a rule asks that ztunnel does not know, each once, sorted.
 * @see istio pilot/pkg/serviceregistry/ambient/authorization.go httpOperations, httpSources
 */
export function httpAttributesOf({ to = [], from = [], when = [] }: PolicyRule): string[] {
  const found = [
    ...to.flatMap(({ operation }) => OF_OPERATION.filter((name) => operation?.[name]?.length)),
    ...from.flatMap(({ source }) => OF_SOURCE.filter((name) => source?.[name]?.length)),
    ...when.flatMap(({ key = '' }) => L4_KEYS.has(key) ? [] : [key]),
  ];
  return [...new Set(found)].sort();
}
