import type { Construct } from 'constructs';
import type { PeerOptions } from './peer';
import { renderPeerFields } from './peer-fields';
import type { Principal } from './principal';
import { renderFields, renderIpBlocks } from './rule-fields';

/**
 * Who a request comes from. All fields that are given must match; in a list, one value.
 *
 * At a waypoint `ipBlocks` never match, because it sees an internal address as its direct peer; use `remoteIpBlocks`.
 */
export interface SourceOptions extends PeerOptions {
  /** Principals of a JWT, `<issuer>/<subject>`. Needs a RequestAuthentication. @default - any, or no token */
  readonly requestPrincipals?: string[];
  /** Principals of a JWT that must not match. @default - none */
  readonly notRequestPrincipals?: string[];
  /** Addresses or CIDR blocks of the caller, also behind proxies that are trusted. @default - any */
  readonly remoteIpBlocks?: string[];
  /** Addresses or CIDR blocks that must not match. @default - none */
  readonly notRemoteIpBlocks?: string[];
}

/** A caller as a waypoint sees it (L7). */
export class Source {
  /** Callers with one of these identities. */
  public static principals(...principals: Principal[]): Source {
    return new Source({ principals });
  }

  /** Callers in one of these namespaces. */
  public static namespaces(...namespaces: string[]): Source {
    return new Source({ namespaces });
  }

  /** Callers that run as one of these ServiceAccounts, `<namespace>/<name>`. Needs Istio 1.25. */
  public static serviceAccounts(...serviceAccounts: string[]): Source {
    return new Source({ serviceAccounts });
  }

  /** Callers with a JWT of one of these principals, `<issuer>/<subject>`; `*` for any valid token. */
  public static requestPrincipals(...requestPrincipals: string[]): Source {
    return new Source({ requestPrincipals });
  }

  /** Callers that fit all of several conditions. */
  public static of(options: SourceOptions): Source {
    return new Source(options);
  }

  private constructor(private readonly options: SourceOptions) {}

  /** @internal */
  public _renderSource(scope: Construct) {
    return renderFields(scope, 'a source', {
      ...renderPeerFields(scope, this.options),
      requestPrincipals: this.options.requestPrincipals,
      notRequestPrincipals: this.options.notRequestPrincipals,
      remoteIpBlocks: renderIpBlocks(scope, this.options.remoteIpBlocks),
      notRemoteIpBlocks: renderIpBlocks(scope, this.options.notRemoteIpBlocks),
    });
  }
}
