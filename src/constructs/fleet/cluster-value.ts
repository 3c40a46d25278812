import { mistake } from '../problem';

/** What a value may be. */
export type Scalar = number | string | boolean;

/** A value of a fleet, for each of its clusters. */
export class ClusterValue<T extends Scalar> {
  /**
   * @param name how reports call it
   * @param perCluster the clusters that have a value of their own
   * @param otherwise what all others have
   * @throws if a cluster is unknown, has no value, or one of another type
   */
  constructor(
    public readonly name: string,
    private readonly perCluster: Readonly<Record<string, T>>,
    private readonly otherwise: T | undefined,
    private readonly clusters: ReadonlySet<string>,
    type: 'number' | 'string' | 'boolean',
  ) {
    if (typeof perCluster !== 'object' || perCluster === null) throw mistake(`value "${name}" has no clusters: write a map of them, {} if all have the same`);
    const unknown = Object.keys(perCluster).find((cluster) => !clusters.has(cluster));
    if (unknown !== undefined) throw mistake(`value "${name}" is given for cluster "${unknown}", which is not in the fleet: write one of its clusters`);
    const missing = [...clusters].find((cluster) => this.find(cluster) === undefined);
    if (missing !== undefined) throw mistake(`value "${name}" is given neither for cluster "${missing}" nor for all others: write one of the two`);
    const wrong = [...clusters].find((cluster) => typeof this.find(cluster) !== type || Number.isNaN(this.find(cluster)));
    if (wrong !== undefined) throw mistake(`value "${name}" is ${written(this.find(wrong))} for cluster "${wrong}": write a ${type === 'string' ? 'text' : type}`);
  }

  /**
   * The value for a cluster.
   * @throws if it is not in the fleet
   */
  public of(cluster: string): T {
    const value = this.clusters.has(cluster) ? this.find(cluster) : undefined;
    if (value === undefined) throw mistake(`value "${this.name}" has nothing for cluster "${cluster}", which is not in the fleet`);
    return value;
  }

  private find(cluster: string): T | undefined {
    return Object.hasOwn(this.perCluster, cluster) ? this.perCluster[cluster] : this.otherwise;
  }
}

function written(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
