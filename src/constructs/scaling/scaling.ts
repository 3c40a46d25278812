import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkInteger } from '../check-integer';
import { problem } from '../problem';

/** What an autoscaler goes by. */
export interface ScalingOptions {
  /**
   * The use of CPU to aim at, in percent of what the pods request.
   * @default 80, if nothing else is given
   */
  readonly cpuUtilization?: number;
  /**
   * The use of memory to aim at, in percent of what the pods request.
   * @default - memory is not looked at
   */
  readonly memoryUtilization?: number;
  /**
   * How long the load must be low before pods are taken away, 0 to 1 hour.
   * @default - 5 minutes, the default of Kubernetes
   */
  readonly scaleDownAfter?: Duration;
}

/** How many replicas a waypoint has. */
export class Scaling {
  /**
   * Between two numbers of replicas, by load.
   * @param minReplicas at least 1; from 2 on the waypoint survives the loss of a node
   * @param maxReplicas at least `minReplicas`
   */
  public static between(minReplicas: number, maxReplicas: number, options: ScalingOptions = {}): Scaling {
    return new Scaling(minReplicas, maxReplicas, options);
  }

  private constructor(
    /** The least number of replicas. */
    public readonly minReplicas: number,
    /** The greatest number of replicas. */
    public readonly maxReplicas: number,
    private readonly options: ScalingOptions,
  ) {}

  /** @internal */
  public _render(scope: Construct) {
    this.check(scope);
    return {
      minReplicas: this.minReplicas,
      maxReplicas: this.maxReplicas,
      metrics: this.metrics(scope),
      ...(this.options.scaleDownAfter && {
        behavior: { scaleDown: { stabilizationWindowSeconds: this.seconds(scope, this.options.scaleDownAfter) } },
      }),
    };
  }

  private check(scope: Construct): void {
    for (const [name, value] of Object.entries({ minReplicas: this.minReplicas, maxReplicas: this.maxReplicas })) {
      checkInteger(scope, name, value, 1);
    }
    if (this.minReplicas > this.maxReplicas) {
      throw problem(scope, `minReplicas (${this.minReplicas}) is more than maxReplicas (${this.maxReplicas}): write the smaller number first`);
    }
  }

  private metrics(scope: Construct) {
    const { cpuUtilization, memoryUtilization } = this.options;
    const cpu = cpuUtilization ?? (memoryUtilization === undefined ? 80 : undefined);
    return [
      ...(cpu === undefined ? [] : [utilization(scope, 'cpu', cpu)]),
      ...(memoryUtilization === undefined ? [] : [utilization(scope, 'memory', memoryUtilization)]),
    ];
  }

  private seconds(scope: Construct, duration: Duration): number {
    const seconds = duration.toSeconds({ integral: false });
    if (seconds > 3600) throw problem(scope, `scaleDownAfter is ${seconds} seconds: write at most 3600`);
    return Math.round(seconds);
  }
}

function utilization(scope: Construct, name: 'cpu' | 'memory', percent: number) {
  const averageUtilization = checkInteger(scope, `${name}Utilization, in percent of what the pods request,`, percent, 1);
  return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } };
}
