import type { Construct } from 'constructs';
import type { PeerOptions } from './peer';
import { renderIpBlocks } from './rule-fields';

/** The fields of a caller that ztunnel and waypoints have in common. */
export function renderPeerFields(scope: Construct, options: PeerOptions) {
  return {
    principals: options.principals?.map((principal) => principal._render(scope)),
    notPrincipals: options.notPrincipals?.map((principal) => principal._render(scope)),
    namespaces: options.namespaces,
    notNamespaces: options.notNamespaces,
    serviceAccounts: options.serviceAccounts,
    notServiceAccounts: options.notServiceAccounts,
    ipBlocks: renderIpBlocks(scope, options.ipBlocks),
    notIpBlocks: renderIpBlocks(scope, options.notIpBlocks),
  };
}
