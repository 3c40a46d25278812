/** How the certificate of a destination is checked. */
export interface TlsOriginationOptions {
  /**
   * The Secret with the certificates that are trusted, in its key `ca.crt`. It must be in the namespace of the waypoint.
   * @default - the certificates that the image of the proxy trusts
   */
  readonly caSecret?: string;
}

/** How a BackendTLSPolicy checks the certificate of a destination. */
export interface BackendTlsOptions {
  /**
   * The ConfigMap with the certificates that are trusted, in its key `ca.crt`. It must be in the namespace of the ServiceEntry.
   * @default - the certificates that the image of the proxy trusts
   */
  readonly caConfigMap?: string;
}

/**
 * How a waypoint speaks TLS to a destination outside the mesh. The name in the certificate is checked, and asked for, by the host
 * name of the destination.
 */
export class TlsOrigination {
  /** By a DestinationRule for each host. */
  public static simple(options: TlsOriginationOptions = {}): TlsOrigination {
    return new TlsOrigination({ mode: 'SIMPLE', ...(options.caSecret && { credentialName: options.caSecret }) });
  }

  /**
   * By a DestinationRule for each host, with a certificate of the waypoint.
   * @param secret the Secret with the certificate (`tls.crt`, `tls.key`) and with those that are trusted (`ca.crt`). It must be in the
   * namespace of the waypoint, whose ServiceAccount gets a Role to list the Secrets there: istiod hands them out to nobody else
   */
  public static mutual(secret: string): TlsOrigination {
    return new TlsOrigination({ mode: 'MUTUAL', credentialName: secret });
  }

  /**
   * By a BackendTLSPolicy of the Gateway API, for a destination with one host of which all ports speak TLS. Needs Istio 1.28.
   */
  public static backendTlsPolicy(options: BackendTlsOptions = {}): TlsOrigination {
    return new TlsOrigination(undefined, options);
  }

  private constructor(
    /**
     * The settings of a DestinationRule; undefined for a BackendTLSPolicy.
     * @internal
     */
    public readonly _settings?: { readonly mode: 'SIMPLE' | 'MUTUAL'; readonly credentialName?: string },
    /** @internal */
    public readonly _backend: BackendTlsOptions = {},
  ) {}
}
