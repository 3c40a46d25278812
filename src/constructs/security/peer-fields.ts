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
    namespaces: options.namespaces,
    notNamespaces: options.notNamespaces,
    serviceAccounts: options.serviceAccounts,
    notServiceAccounts: options.notServiceAccounts,
    ipBlocks: renderIpBlocks(scope, options.ipBlocks),
    notIpBlocks: renderIpBlocks(scope, options.notIpBlocks),
  };
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
