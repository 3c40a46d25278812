import type { Duration } from 'cdk8s';
import type { HashKey } from './hash-key';

/** How pods that have just become ready are spared. */
export interface WarmupOptions {
  /** How long a pod gets less than its share. At least 1 second. */
  readonly duration: Duration;
  /** The share that it gets at first, in percent of its later one: 1 to 100. Needs Istio 1.25. @default 10 */
  readonly minimumPercent?: number;
}

/** Options of a way to balance load. */
export interface LoadBalancingOptions {
  /**
   * Spares pods that have just become ready.
   * @default - they get their share at once
   */
  readonly warmup?: WarmupOptions;
}

/** How a waypoint chooses among the pods of a service. Each pod of the waypoint chooses for itself. */
export class LoadBalancing {
  /** Of two pods at random the one with fewer requests in flight. */
  public static leastRequest(options: LoadBalancingOptions = {}): LoadBalancing {
    return new LoadBalancing('LEAST_REQUEST', options);
  }

  /** One pod after the other. */
  public static roundRobin(options: LoadBalancingOptions = {}): LoadBalancing {
    return new LoadBalancing('ROUND_ROBIN', options);
  }

  /** Any pod. */
  public static random(): LoadBalancing {
    return new LoadBalancing('RANDOM');
  }

  /**
   * The same pod for the same key, as long as it is there. Before Istio 1.31 a waypoint does so only for requests that come to the
   * service by a route; a connection that is not HTTP knows no other key than the address of the client.
   */
  public static consistentHash(key: HashKey): LoadBalancing {
    return new LoadBalancing(key);
  }

  private constructor(
    /** @internal */
    public readonly _choice: 'LEAST_REQUEST' | 'ROUND_ROBIN' | 'RANDOM' | HashKey,
    /** @internal */
    public readonly _options: LoadBalancingOptions = {},
  ) {}
}
