import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { istioDuration } from './istio-duration';
import type { DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash } from '../../../imports/networking.istio.io';
import { checkHeaderName } from '../header-name';
import type { Plain } from '../plain';
import { problem } from '../problem';

type RenderedKey = Plain<DestinationRuleSpecTrafficPolicyLoadBalancerConsistentHash>;

/** Options of a cookie. */
export interface HashCookieOptions {
  /** The path for which the browser sends it. @default - that of the request */
  readonly path?: string;
  /** How long it lives, if the waypoint sets it. @default - until the browser is closed */
  readonly ttl?: Duration;
}

/** By what requests are told apart that shall go to the same pod. */
export class HashKey {
  /** A header of the request. */
  public static header(name: string): HashKey {
    return new HashKey('http', (scope) => ({ httpHeaderName: checkHeaderName(scope, name) }));
  }

  /** A cookie, which the waypoint sets for clients that have none. */
  public static cookie(name: string, options: HashCookieOptions = {}): HashKey {
    return new HashKey('http', (scope) => ({
      httpCookie: { name: checkHeaderName(scope, name, 'cookie'), ...(options.path && { path: options.path }), ttl: istioDuration(scope, 'the ttl of a cookie', options.ttl, 0) ?? '0s' },
    }));
  }

  /** A parameter of the query. */
  public static queryParameter(name: string): HashKey {
    return new HashKey('http', (scope) => {
      if (name === '') throw problem(scope, 'has a key that is a parameter of no name: write the name of the parameter');
      return { httpQueryParameterName: name };
    });
  }

  /** The address of the client; a client that sends X-Forwarded-For chooses it. */
  public static sourceIp(): HashKey {
    return new HashKey('any', () => ({ useSourceIp: true }));
  }

  private constructor(
    /** @internal */
    public readonly _traffic: 'http' | 'any',
    private readonly content: (scope: Construct) => RenderedKey,
  ) {}

  /** @internal */
  public _render(scope: Construct): RenderedKey {
    return this.content(scope);
  }
}
