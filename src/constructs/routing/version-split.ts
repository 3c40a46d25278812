import type { Construct } from 'constructs';
import { problem } from '../problem';

/** How far one version of a service has taken over from another. */
export interface RolloutOptions {
  /** How many of the steps are taken: 0 before the first. Each commit of a rollout changes this number, and in the cluster weights only. */
  readonly step: number;
  /**
   * The share of the new version after each step, in percent, ever more and at last 100.
   * @default [5, 25, 50, 100]
   */
  readonly steps?: number[];
}

/** Which share of the traffic each version of a service gets. */
export class VersionSplit {
  /** All traffic goes to one version. */
  public static only(version: string): VersionSplit {
    return new VersionSplit(() => ({ [version]: 100 }));
  }

  /**
   * Each version gets its weight, relative to the weights of the others.
   * @param weights by version: integers of at least 0; a version that is not named gets nothing
   */
  public static weights(weights: { [version: string]: number }): VersionSplit {
    return new VersionSplit(() => weights);
  }

  /**
   * One version takes over from another, step by step; one step back undoes the last.
   * @param current the version that has all the traffic before the first step
   * @param next the version that has all the traffic after the last one
   */
  public static rollout(current: string, next: string, options: RolloutOptions): VersionSplit {
    return new VersionSplit((scope) => {
      if (current === next) throw problem(scope, `has a rollout from version "${current}" to itself: name two versions`);
      const share = shareAfter(scope, options);
      return { [current]: 100 - share, [next]: share };
    });
  }

  private constructor(private readonly shares: (scope: Construct) => { readonly [version: string]: number }) {}

  /**
   * The weight of each version, 0 for those that get nothing, so that a step adds and removes no backend.
   * @internal
   */
  public _weights(scope: Construct, versions: readonly string[]): { readonly [version: string]: number } {
    const shares = this.shares(scope);
    const unknown = Object.keys(shares).find((version) => !versions.includes(version));
    if (unknown !== undefined) throw problem(scope, `gives traffic to version "${unknown}", which it does not have: write one of ${versions.join(', ')}`);
    return Object.fromEntries(versions.map((version) => [version, shares[version] ?? 0]));
  }
}

function shareAfter(scope: Construct, { step, steps = [5, 25, 50, 100] }: RolloutOptions): number {
  const shares = [0, ...steps];
  const isRising = shares.every((share, index) => Number.isInteger(share) && (index === 0 || share > shares[index - 1]));
  if (!isRising || shares[shares.length - 1] !== 100) {
    throw problem(scope, `has a rollout with the steps ${steps.join(', ') || 'none'}: write integers, each above the one before, the last of them 100`);
  }
  if (shares[step] === undefined) throw problem(scope, `has a rollout at step ${step}: write an integer from 0 to ${steps.length}`);
  return shares[step];
}
