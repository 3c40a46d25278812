import type { Construct } from 'constructs';
import type { PeerOptions } from './peer';
import { renderIpBlocks } from './rule-fields';
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
  if ((options.serviceAccounts || options.notServiceAccounts) && other) {
    throw problem(scope, `"serviceAccounts" cannot stand beside "${other}": write them as principals, or as a source of their own`);
  }
}
