import type { ClusterValue } from './cluster-value';

/** A number for each cluster of a fleet. */
export class ClusterNumber {
  /** @internal */
  public static _of(values: ClusterValue<number>): ClusterNumber {
    return new ClusterNumber(values);
  }

  private constructor(private readonly values: ClusterValue<number>) {}

  /** The number for a cluster. */
  public of(cluster: string): number {
    return this.values.of(cluster);
  }
}

/** A text for each cluster of a fleet. */
export class ClusterText {
  /** @internal */
  public static _of(values: ClusterValue<string>): ClusterText {
    return new ClusterText(values);
  }

  private constructor(private readonly values: ClusterValue<string>) {}

  /** The text for a cluster. */
  public of(cluster: string): string {
    return this.values.of(cluster);
  }
}

/** Yes or no for each cluster of a fleet. */
export class ClusterFlag {
  /** @internal */
  public static _of(values: ClusterValue<boolean>): ClusterFlag {
    return new ClusterFlag(values);
  }

  private constructor(private readonly values: ClusterValue<boolean>) {}

  /** Yes or no for a cluster. */
  public of(cluster: string): boolean {
    return this.values.of(cluster);
  }
}
