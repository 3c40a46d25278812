/** The trust domain in a policy that means that of the mesh, whatever its name. */
const LOCAL = 'cluster.local';

/**
 * The principals that a principal of a policy stands for: where it names a trust domain of the mesh, the same in each of them.
 * @param trustDomains that of the mesh, then its aliases
 * @see istio pilot/pkg/security/trustdomain/bundle.go ReplaceTrustDomainAliases
 */
export function withAliases(principal: string, trustDomains: readonly string[]): string[] {
  const [named, ...rest] = principal.split('/');
  if (rest.length !== 4 || named === '*') return [principal];
  if (named !== LOCAL && !trustDomains.some((domain) => matches(named, domain))) return [principal];
  const replaced = trustDomains.map((domain) => isSuffixOf(named, domain) ? principal : [domain, ...rest].join('/'));
  return [...new Set(replaced)];
}

function matches(named: string, domain: string): boolean {
  return named === domain || isSuffixOf(named, domain) || (named.endsWith('*') && domain.startsWith(named.slice(0, -1)));
}

function isSuffixOf(named: string, domain: string): boolean {
  return named.startsWith('*') && domain.endsWith(named.slice(1));
}
