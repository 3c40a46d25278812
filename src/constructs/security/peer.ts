import type { Construct } from 'constructs';
import { renderPeerFields } from './peer-fields';
import type { Principal } from './principal';
import { renderFields } from './rule-fields';

/** Who a connection comes from, as far as ztunnel can tell. All fields that are given must match; in a list, one value. */
export interface PeerOptions {
  /** Identities. @default - any */
  readonly principals?: Principal[];
  /** Identities that must not match. @default - none */
  readonly notPrincipals?: Principal[];
  /** Namespaces of the caller. @default - any */
  readonly namespaces?: string[];
  /** Namespaces that must not match. @default - none */
  readonly notNamespaces?: string[];
  /**
   * ServiceAccounts, `<namespace>/<name>`, or `<name>` in the namespace of the policy; not beside principals or namespaces.
   * Needs Istio 1.25.
   * @default - any
   */
  readonly serviceAccounts?: string[];
  /** ServiceAccounts that must not match. Needs Istio 1.25. @default - none */
  readonly notServiceAccounts?: string[];
  /** Addresses or CIDR blocks of the direct peer. @default - any */
  readonly ipBlocks?: string[];
  /** Addresses or CIDR blocks that must not match. @default - none */
  readonly notIpBlocks?: string[];
}

/** A caller as ztunnel sees it (L4). */
export class Peer {
  /** Callers with one of these identities. */
  public static principals(...principals: Principal[]): Peer {
    return new Peer({ principals });
  }

  /** Callers in one of these namespaces. */
  public static namespaces(...namespaces: string[]): Peer {
    return new Peer({ namespaces });
  }

  /** Callers at one of these addresses. */
  public static ipBlocks(...ipBlocks: string[]): Peer {
    return new Peer({ ipBlocks });
  }

  /** Callers that fit all of several conditions. */
  public static of(options: PeerOptions): Peer {
    return new Peer(options);
  }

  private constructor(private readonly options: PeerOptions) {}

  /** @internal */
  public _renderPeer(scope: Construct) {
    return renderFields(scope, 'a peer', renderPeerFields(scope, this.options));
  }
}
