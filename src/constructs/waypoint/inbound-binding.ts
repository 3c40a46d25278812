import type { Construct } from 'constructs';
import { checkPort } from '../port';

/**
 * How ztunnel hands connections to the pods of a waypoint that is captured itself
 * (`ambient.istio.io/waypoint-inbound-binding`).
 */
export class InboundBinding {
  /** Plain, at the port that the client addressed. This is also what happens without the annotation. */
  public static none(): InboundBinding {
    return new InboundBinding(undefined);
  }

  /**
   * At one port of the proxy, with a PROXY protocol header that carries the client's identity.
   * @param port 1 to 65535
   */
  public static proxy(port: number): InboundBinding {
    return new InboundBinding(port);
  }

  private constructor(
    /** The port of the PROXY protocol, if it is used. */
    public readonly proxyPort?: number,
  ) {}

  /** @internal */
  public _render(scope: Construct): string {
    return this.proxyPort === undefined ? 'NONE' : `PROXY/${checkPort(scope, this.proxyPort)}`;
  }
}
