import type { Construct } from 'constructs';
import type { PeerOptions } from './peer';
import { renderIpBlocks } from './rule-fields';
import { Istio } from '../istio';
import { problem } from '../problem';

/** The fields of a caller that ztunnel and waypoints have in common. */
export function renderPeerFields(scope: Construct, options: PeerOptions) {
  checkServiceAccounts(scope, options);
  return {
    principals: options.principals?.flatMap((principal) => principal._render(scope)),
    notPrincipals: options.notPrincipals?.flatMap((principal) => principal._render(scope)),
    namespaces: renderNames(scope, 'namespace', options.namespaces, NAMESPACES),
    notNamespaces: renderNames(scope, 'namespace', options.notNamespaces, NAMESPACES),
    serviceAccounts: renderNames(scope, 'ServiceAccount', options.serviceAccounts, ACCOUNTS),
    notServiceAccounts: renderNames(scope, 'ServiceAccount', options.notServiceAccounts, ACCOUNTS),
    ipBlocks: renderIpBlocks(scope, options.ipBlocks),
    notIpBlocks: renderIpBlocks(scope, options.notIpBlocks),
  };
}

/** What names of callers look like: those of namespaces with a star at one end, if at all. */
const NAMESPACES = { pattern: /^(\*?[-a-z0-9]+|[-a-z0-9]+\*|\*)$/, wayOut: 'lower-case letters, digits and "-", with "*" at one end if at all' };
const ACCOUNTS = { pattern: /^([-a-z0-9]+\/)?[-.a-z0-9]+$/, wayOut: '"NAMESPACE/NAME", or "NAME" in the namespace of the policy' };

function renderNames(scope: Construct, what: string, names: readonly string[] | undefined, { pattern, wayOut }: typeof NAMESPACES) {
  const odd = names?.find((name) => name && !pattern.test(name));
  if (odd) throw problem(scope, `${what} "${odd}" is never matched: write ${wayOut}`);
  return names;
}

/** The API server refuses ServiceAccounts beside the coarser ways to say who. */
function checkServiceAccounts(scope: Construct, options: PeerOptions): void {
  const excluded = ['principals', 'notPrincipals', 'namespaces', 'notNamespaces'] as const;
  const other = excluded.find((field) => options[field]);
  if (!options.serviceAccounts && !options.notServiceAccounts) return;
  if (!Istio._supports(scope, 'serviceAccountSources')) {
    throw problem(scope, `"serviceAccounts" needs Istio 1.25, and the app is for ${Istio._of(scope)}, which would not look at it: write principals (Principal.serviceAccount), `
      + 'or raise Istio.version');
  }
  if (other) {
    throw problem(scope, `"serviceAccounts" cannot stand beside "${other}": write them as principals, or as a source of their own`);
  }
}
